// SPDX-License-Identifier: EPL-2.0
/** Brings Trapline's languages to the editors: their server runs in this process. */
package org.trapline.ui.language;
