/** The main job on the deployed application: what goes in by SMTP is answered, judged, queued, delivered and reported. */
package org.gatepost.workbench.e2e;
