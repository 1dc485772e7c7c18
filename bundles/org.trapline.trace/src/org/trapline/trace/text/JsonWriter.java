// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

/**
 * Writes JSON. Puts commas where they belong; that names and values alternate in an object is the caller's part.
 * Numbers that do not fit an IEEE double exactly are written in full, as JSON allows.
 */
public final class JsonWriter {
    private final StringBuilder out;
    private boolean first = true;

    public JsonWriter(StringBuilder out) {
        this.out = out;
    }

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** Writes a member's name. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    public JsonWriter value(String value) {
        separate();
        quote(value);
        return this;
    }

    public JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** Writes a number rounded to three places. Infinity and NaN, which JSON does not have, become null. */
    public JsonWriter value(double value) {
        separate();
        if (Double.isFinite(value)) {
            out.append(Math.round(value * 1000) / 1000.0);
        } else {
            out.append("null");
        }
        return this;
    }

    public JsonWriter value(boolean value) {
        return raw(Boolean.toString(value));
    }

    /** Writes a value that is JSON already. */
    public JsonWriter raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    public JsonWriter member(String name, String value) {
        return name(name).value(value);
    }

    public JsonWriter member(String name, long value) {
        return name(name).value(value);
    }

    public JsonWriter member(String name, double value) {
        return name(name).value(value);
    }

    /** Writes a line end between values. */
    public JsonWriter newLine() {
        separate();
        out.append('\n');
        first = true;
        return this;
    }

    private JsonWriter begin(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    private JsonWriter end(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                // Surrogates by escape: a lone one, which damaged names may hold, has no UTF-8 form.
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
