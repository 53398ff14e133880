/**
 * Policy versions at the desk and at the command line: listed, written as text, made from text, checked, compared, activated and rolled back.
 *
 * <p>{@link org.gatepost.ee.admin.policy.PolicyVersions} does it over a connection, so that the tool does the same without a container;
 * {@link org.gatepost.ee.admin.policy.PolicyAdmin} asks who may. May use {@code policytext}, {@code ee.store} and {@code ee.admin}.
 */
package org.gatepost.ee.admin.policy;
