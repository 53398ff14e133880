/** Tests of scanners' adapters against engines, real and misbehaving; and the real clamd for end-to-end tests. */
package org.gatepost.workbench.scan;
