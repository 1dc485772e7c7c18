// SPDX-License-Identifier: EPL-2.0
/**
 * The one layout of configurations: indented by two spaces, one space within a setting, two between settings that share a
 * line. Line breaks stay where the author put them, except that a block is either on one line or has its braces at line ends.
 */
package org.trapline.lang.topology.formatting2;
