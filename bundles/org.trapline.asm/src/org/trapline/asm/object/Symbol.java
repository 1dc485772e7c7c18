// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

/**
 * A symbol of an object or image.
 *
 * @param name       the name
 * @param value      in an object the offset in its section, the number of an absolute symbol or the alignment of a common block; in an
 *                   image the address
 * @param size       size in bytes, 0 if unknown
 * @param type       what it names
 * @param binding    who sees it
 * @param visibility its ELF visibility
 * @param section    index of its section in the object or image, or one of {@link #UNDEFINED}, {@link #ABSOLUTE}, {@link #COMMON}
 */
public record Symbol(String name, long value, long size, Type type, Binding binding, Visibility visibility, int section) {
    /** The section index of a symbol that another object defines. */
    public static final int UNDEFINED = -1;
    /** The section index of a symbol that is a plain number. */
    public static final int ABSOLUTE = -2;
    /** The section index of a block of memory that is allocated when linking. */
    public static final int COMMON = -3;

    /** What a symbol names; the position in this list is the ELF code. */
    public enum Type {
        /** Nothing in particular. */
        NONE,
        /** Data. */
        OBJECT,
        /** Code. */
        FUNCTION,
        /** A section. */
        SECTION,
        /** A source file. */
        FILE,
        /** A common block. */
        COMMON,
        /** Thread-local data. */
        TLS
    }

    /** Who sees a symbol; the position in this list is the ELF code. */
    public enum Binding {
        /** Its own object. */
        LOCAL,
        /** All objects. */
        GLOBAL,
        /** All objects, but a global definition wins, and it may stay undefined. */
        WEAK
    }

    /** ELF visibility; the position in this list is the ELF code. */
    public enum Visibility {
        /** As the binding says. */
        DEFAULT,
        /** For the processor's use. */
        INTERNAL,
        /** Not seen by other modules. */
        HIDDEN,
        /** Seen by other modules, not replaced by them. */
        PROTECTED
    }

    /** Tells whether another object must define the symbol. */
    public boolean isUndefined() {
        return section == UNDEFINED;
    }

    /** Tells whether the symbol is only seen in its own object. */
    public boolean isLocal() {
        return binding == Binding.LOCAL;
    }
}
