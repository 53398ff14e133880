package org.gatepost.ee.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;

/** Only a caller in one of these roles gets in; anybody else is answered by {@link NotAllowed}. See {@link RoleCheck} for why it is not RolesAllowed. */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ForRoles {

    /** The roles; see {@link Roles}. */
    @Nonbinding
    String[] value() default {};
}
