// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.convert;

import java.util.function.Function;
import org.eclipse.xtext.AbstractElement;
import org.eclipse.xtext.conversion.IValueConverter;
import org.eclipse.xtext.conversion.ValueConverterException;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;

/** A converter made of two functions; the reader's {@link IllegalArgumentException} becomes the message at the value. */
final class TextConverter<T> implements IValueConverter<T> {

    private final Function<String, T> read;
    private final Function<T, String> write;

    TextConverter(Function<String, T> read, Function<T, String> write) {
        this.read = read;
        this.write = write;
    }

    @Override
    public T toValue(String string, INode node) {
        try {
            return read.apply(visibleText(string, node));
        } catch (IllegalArgumentException e) {
            throw new ValueConverterException(e.getMessage(), node, e);
        }
    }

    @Override
    public String toString(T value) {
        return write.apply(value);
    }

    /** The text with one space where the file has white space or comments: {@code 16 MiB} must not be read as {@code 16MiB}. */
    private static String visibleText(String string, INode node) {
        if (node == null) {
            return string;
        }
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (ILeafNode leaf : node.getLeafNodes()) {
            if (leaf.isHidden() || leaf.getSyntaxErrorMessage() != null && !(leaf.getGrammarElement() instanceof AbstractElement)) {
                gap = !text.isEmpty();
            } else {
                text.append(gap ? " " : "").append(leaf.getText());
                gap = false;
            }
        }
        return text.toString();
    }
}
