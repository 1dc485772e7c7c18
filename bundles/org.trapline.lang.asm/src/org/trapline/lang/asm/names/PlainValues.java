// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import org.eclipse.xtext.conversion.IValueConverterService;
import org.eclipse.xtext.nodemodel.INode;

/** Takes tokens as they are written; only a quoted name loses its quotes. */
public class PlainValues implements IValueConverterService {

    @Override
    public Object toValue(String text, String lexerRule, INode node) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    @Override
    public String toString(Object value, String lexerRule) {
        return value.toString();
    }
}
