// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

/**
 * A member of the object that a request brings.
 *
 * @param name     its name
 * @param type     what it may be
 * @param required whether it has to be there
 * @param meaning  what it says
 */
record Field(String name, Type type, boolean required, String meaning) {
    /** What a member may be. */
    enum Type {
        STRING("string"), INTEGER("integer");

        private final String schema;

        Type(String schema) {
            this.schema = schema;
        }

        /** Returns its name in JSON Schema. */
        String schema() {
            return schema;
        }
    }

    static Field text(String name, String meaning) {
        return new Field(name, Type.STRING, true, meaning);
    }

    static Field number(String name, String meaning) {
        return new Field(name, Type.INTEGER, true, meaning);
    }

    /** Returns the same, which may be left out. */
    Field optional() {
        return new Field(name, type, false, meaning);
    }
}
