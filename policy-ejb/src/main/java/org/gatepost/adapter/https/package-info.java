/**
 * Texts fetched over HTTPS, with a bound on everything. Read {@link org.gatepost.adapter.https.HttpsText}.
 */
package org.gatepost.adapter.https;
