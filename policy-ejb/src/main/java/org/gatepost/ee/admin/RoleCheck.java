package org.gatepost.ee.admin;

import java.util.Arrays;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Holds {@link ForRoles}. It asks the web request, because Payara 7 does not carry roles of Jakarta Security's groups from a web module at the
 * context root "/" over to the beans: there the request knows the role and RolesAllowed refuses it.
 */
@ForRoles
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class RoleCheck {

    @Inject
    private Caller caller;

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        ForRoles roles = call.getMethod().getAnnotation(ForRoles.class);
        if (roles == null) {
            roles = call.getMethod().getDeclaringClass().getAnnotation(ForRoles.class);
        }
        if (roles == null || Arrays.stream(roles.value()).noneMatch(caller::isIn)) {
            throw new NotAllowed("not for this role");
        }
        return call.proceed();
    }
}
