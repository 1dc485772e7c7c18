// SPDX-License-Identifier: EPL-2.0
/** The words of the language: which belong where, what they mean, and which one was probably meant. All of it is read off the grammar and the model. */
package org.trapline.lang.topology.words;
