/**
 * The page by which a user releases a copy from quarantine, with the token of a digest and no login. Looking changes nothing; the button does (POST).
 *
 * <p>Written without Faces: no session, no cookie, nothing a browser keeps. Read {@link org.gatepost.admin.quarantine.ReleaseServlet}.
 */
package org.gatepost.admin.quarantine;
