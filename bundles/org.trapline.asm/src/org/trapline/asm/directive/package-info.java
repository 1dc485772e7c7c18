// SPDX-License-Identifier: EPL-2.0
/** What each directive does, one class for each kind; {@link org.trapline.asm.directive.Directives} finds the one for a statement. */
package org.trapline.asm.directive;
