// SPDX-License-Identifier: EPL-2.0
/** Making projects, guest programs and machine configurations. */
package org.trapline.ui.project;
