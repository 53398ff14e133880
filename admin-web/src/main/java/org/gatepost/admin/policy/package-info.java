/**
 * Versions of policy: listed, written as text in an editor, checked, compared with the active one, activated and rolled back.
 *
 * <p>May use {@code ee.admin}, {@code policytext} and {@code frame}. Read {@link org.gatepost.admin.policy.PolicyView}.
 */
package org.gatepost.admin.policy;
