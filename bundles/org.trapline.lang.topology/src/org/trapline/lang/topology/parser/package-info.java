// SPDX-License-Identifier: EPL-2.0
/** Parsing that survives mistakes, and says in words what they are. The parser itself is generated, in {@code parser.antlr}. */
package org.trapline.lang.topology.parser;
