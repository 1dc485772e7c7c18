// SPDX-License-Identifier: EPL-2.0
/** Turns the text of a value (a size, a time, a word of an enumeration) into the value, or says what was expected instead. */
package org.trapline.lang.topology.convert;
