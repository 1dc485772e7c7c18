// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The directives of the language, one row each: names, operands as help shows them, and what it does. */
public enum Directive {
    // sections
    TEXT(Group.SECTIONS, ".text", "[subsection]", "Goes on in the section of instructions."),
    DATA(Group.SECTIONS, ".data", "[subsection]", "Goes on in the section of data that may be written."),
    RODATA(Group.SECTIONS, ".rodata", "[subsection]", "Goes on in the section of constants. GNU as wants .section .rodata instead."),
    BSS(Group.SECTIONS, ".bss", "[subsection]", "Goes on in the section of data that starts as zero and takes no room in the file."),
    SECTION(Group.SECTIONS, ".section", "name [, \"flags\" [, @type [, entsize]]]",
        "Goes on in a section of any name. Flags: a in memory, w writable, x executable, M mergeable, S strings. Types: @progbits, @nobits, @note."),
    PUSHSECTION(Group.SECTIONS, ".pushsection", "name [, subsection] [, \"flags\" [, @type [, entsize]]]",
        "Remembers the current section and goes on in another."),
    POPSECTION(Group.SECTIONS, ".popsection", "", "Goes back to the section that the last .pushsection remembered."),
    PREVIOUS(Group.SECTIONS, ".previous", "", "Goes back to the section before the current one."),
    SUBSECTION(Group.SECTIONS, ".subsection", "number", "Goes on in a numbered part of the current section; parts are joined in the order of numbers."),

    // data
    BYTE(Group.DATA, ".byte .dc.b", "expression, ...", "Emits numbers of one byte."),
    HALF(Group.DATA, ".half .short .hword .2byte .dc.w", "expression, ...", "Emits numbers of two bytes."),
    WORD(Group.DATA, ".word .long .int .4byte .dc.l", "expression, ...", "Emits numbers or addresses of four bytes."),
    DWORD(Group.DATA, ".dword .quad .8byte", "expression, ...", "Emits numbers or addresses of eight bytes."),
    OCTA(Group.DATA, ".octa", "number, ...", "Emits numbers of sixteen bytes."),
    ULEB128(Group.DATA, ".uleb128", "expression, ...", "Emits unsigned numbers in base 128, as debugging information has them."),
    SLEB128(Group.DATA, ".sleb128", "expression, ...", "Emits signed numbers in base 128."),
    FLOAT(Group.DATA, ".float .single .dc.s", "number, ...", "Emits floating-point numbers of four bytes."),
    DOUBLE(Group.DATA, ".double .dc.d", "number, ...", "Emits floating-point numbers of eight bytes."),
    ASCII(Group.DATA, ".ascii", "\"text\", ...", "Emits characters."),
    ASCIZ(Group.DATA, ".asciz .string .string8", "\"text\", ...", "Emits characters, each text with a zero byte at its end."),
    ZERO(Group.DATA, ".zero", "count [, fill]", "Emits bytes that are zero."),
    SKIP(Group.DATA, ".skip .space", "count [, fill]", "Emits bytes that are zero, or have the value of fill."),
    FILL(Group.DATA, ".fill", "repeat [, size [, value]]", "Emits a number of up to eight bytes again and again."),
    INCBIN(Group.DATA, ".incbin", "\"file\" [, skip [, count]]", "Emits the bytes of a file."),

    // location
    ALIGN(Group.LOCATION, ".align .p2align", "exponent [, fill [, most]]",
        "Moves to a multiple of two to the power of exponent; in code, filling with nop."),
    P2ALIGNW(Group.LOCATION, ".p2alignw", "exponent [, fill [, most]]", "As .p2align, with a fill of two bytes."),
    P2ALIGNL(Group.LOCATION, ".p2alignl", "exponent [, fill [, most]]", "As .p2align, with a fill of four bytes."),
    BALIGN(Group.LOCATION, ".balign", "multiple [, fill [, most]]", "Moves to a multiple of a power of two; in code, filling with nop."),
    BALIGNW(Group.LOCATION, ".balignw", "multiple [, fill [, most]]", "As .balign, with a fill of two bytes."),
    BALIGNL(Group.LOCATION, ".balignl", "multiple [, fill [, most]]", "As .balign, with a fill of four bytes."),
    ORG(Group.LOCATION, ".org", "offset [, fill]", "Moves forward to an offset in the section."),

    // symbols
    EQU(Group.SYMBOLS, ".equ .set", "symbol, expression", "Gives a symbol a value, which a later .equ may change."),
    EQUIV(Group.SYMBOLS, ".equiv .eqv", "symbol, expression", "Gives a symbol its only value."),
    GLOBL(Group.SYMBOLS, ".globl .global", "symbol, ...", "Lets other files see symbols."),
    LOCAL(Group.SYMBOLS, ".local", "symbol, ...", "Hides symbols from other files."),
    WEAK(Group.SYMBOLS, ".weak", "symbol, ...", "Lets other files see symbols, and replace them by their own."),
    HIDDEN(Group.SYMBOLS, ".hidden", "symbol, ...", "Lets other files of the same program see symbols, but no other program."),
    INTERNAL(Group.SYMBOLS, ".internal", "symbol, ...", "As .hidden, with a meaning that is the processor's."),
    PROTECTED(Group.SYMBOLS, ".protected", "symbol, ...", "Lets other programs see symbols, but not replace them."),
    EXTERN(Group.SYMBOLS, ".extern", "symbol, ...", "Says that another file defines symbols; every symbol without a value is taken so anyway."),
    COMM(Group.SYMBOLS, ".comm", "symbol, size [, alignment]", "Declares zeroed memory that files of the program share by its name."),
    LCOMM(Group.SYMBOLS, ".lcomm", "symbol, size [, alignment]", "Reserves zeroed memory in .bss."),
    TYPE(Group.SYMBOLS, ".type", "symbol, @function | @object | @notype", "Says what a symbol names."),
    SIZE(Group.SYMBOLS, ".size", "symbol, expression", "Says how many bytes belong to a symbol."),

    // macros and repetition
    MACRO(Group.MACROS, ".macro", "name [parameter[:req|:vararg][=default], ...]",
        "Defines a macro up to .endm. In it \\parameter stands for the argument, \\@ for the number of the expansion, \\() for nothing."),
    ENDM(Group.MACROS, ".endm", "", "Ends a macro."),
    EXITM(Group.MACROS, ".exitm .mexit", "", "Leaves the macro that is being expanded."),
    PURGEM(Group.MACROS, ".purgem", "name, ...", "Forgets macros."),
    REPT(Group.MACROS, ".rept .rep", "count", "Repeats the lines up to .endr."),
    IRP(Group.MACROS, ".irp", "parameter, value, ...", "Repeats the lines up to .endr, once for each value."),
    IRPC(Group.MACROS, ".irpc", "parameter, characters", "Repeats the lines up to .endr, once for each character."),
    ENDR(Group.MACROS, ".endr", "", "Ends .rept, .irp and .irpc."),

    // conditions
    IF(Group.CONDITIONS, ".if", "expression", "Takes the lines up to .else or .endif if the expression is not zero."),
    IFEQ(Group.CONDITIONS, ".ifeq", "expression", "Takes the lines if the expression is zero."),
    IFNE(Group.CONDITIONS, ".ifne", "expression", "Takes the lines if the expression is not zero."),
    IFGE(Group.CONDITIONS, ".ifge", "expression", "Takes the lines if the expression is zero or more."),
    IFGT(Group.CONDITIONS, ".ifgt", "expression", "Takes the lines if the expression is more than zero."),
    IFLE(Group.CONDITIONS, ".ifle", "expression", "Takes the lines if the expression is zero or less."),
    IFLT(Group.CONDITIONS, ".iflt", "expression", "Takes the lines if the expression is less than zero."),
    IFDEF(Group.CONDITIONS, ".ifdef", "symbol", "Takes the lines if the symbol has been defined above."),
    IFNDEF(Group.CONDITIONS, ".ifndef .ifnotdef", "symbol", "Takes the lines if the symbol has not been defined above."),
    IFB(Group.CONDITIONS, ".ifb", "text", "Takes the lines if the text is blank."),
    IFNB(Group.CONDITIONS, ".ifnb", "text", "Takes the lines if the text is not blank."),
    IFC(Group.CONDITIONS, ".ifc", "text1, text2", "Takes the lines if the texts are the same."),
    IFNC(Group.CONDITIONS, ".ifnc", "text1, text2", "Takes the lines if the texts are not the same."),
    IFEQS(Group.CONDITIONS, ".ifeqs", "\"text1\", \"text2\"", "Takes the lines if the strings are the same."),
    IFNES(Group.CONDITIONS, ".ifnes", "\"text1\", \"text2\"", "Takes the lines if the strings are not the same."),
    ELSEIF(Group.CONDITIONS, ".elseif", "expression", "Takes the lines if nothing above was taken and the expression is not zero."),
    ELSE(Group.CONDITIONS, ".else", "", "Takes the lines if nothing above was taken."),
    ENDIF(Group.CONDITIONS, ".endif .endc", "", "Ends a condition."),

    // files and messages
    INCLUDE(Group.FILES, ".include", "\"file\"", "Reads another source file here."),
    END(Group.FILES, ".end", "", "Ends the source; what follows is not read."),
    ERROR(Group.FILES, ".error", "[\"text\"]", "Reports an error."),
    ERR(Group.FILES, ".err", "", "Reports an error."),
    WARNING(Group.FILES, ".warning", "[\"text\"]", "Reports a warning."),
    PRINT(Group.FILES, ".print", "\"text\"", "Reports a message."),
    FAIL(Group.FILES, ".fail", "expression", "Reports an error, or a warning if the expression is 500 or more."),

    // the target
    OPTION(Group.TARGET, ".option", "push | pop | relax | norelax | rvc | norvc | arch, ... | nopic",
        "Changes what may be used from here on. push and pop keep and restore all options."),
    ATTRIBUTE(Group.TARGET, ".attribute", "tag, value", "States a property of the program; arch names its instruction set."),
    INSN(Group.TARGET, ".insn", "format opcode, fields, ... | value", "Emits an instruction of which only the encoding is known."),

    // for debuggers
    FILE(Group.DEBUGGING, ".file", "[number] \"name\"", "Names a source file that this source was made from."),
    LOC(Group.DEBUGGING, ".loc", "file line [column] [options]", "Says which line of another source what follows was made from."),
    IDENT(Group.DEBUGGING, ".ident", "\"text\"", "Names the tool that made this source, in section .comment."),
    LINE(Group.DEBUGGING, ".line .ln", "number", "Read and passed over."),
    CFI(Group.DEBUGGING, ".cfi_sections .cfi_startproc .cfi_endproc .cfi_personality .cfi_lsda .cfi_def_cfa .cfi_def_cfa_register"
        + " .cfi_def_cfa_offset .cfi_adjust_cfa_offset .cfi_offset .cfi_val_offset .cfi_rel_offset .cfi_register .cfi_restore .cfi_undefined"
        + " .cfi_same_value .cfi_remember_state .cfi_restore_state .cfi_return_column .cfi_signal_frame .cfi_window_save .cfi_escape"
        + " .cfi_inline_lsda .cfi_label .cfi_fde_data .cfi_val_encoded_addr", "...",
        "Describes stack frames to debuggers; read and passed over, no such tables are made."),
    LISTING(Group.DEBUGGING, ".list .nolist .title .ttl .sbttl .eject .psize", "...", "Controls a printed listing; read and passed over.");

    /** What a directive is about. */
    public enum Group {
        SECTIONS, DATA, LOCATION, SYMBOLS, MACROS, CONDITIONS, FILES, TARGET, DEBUGGING
    }

    private static final Map<String, Directive> BY_NAME = new HashMap<>();

    static {
        for (Directive directive : values()) {
            directive.names.forEach(name -> BY_NAME.put(name, directive));
        }
    }

    private final Group group;
    private final List<String> names;
    private final String operands;
    private final String meaning;

    Directive(Group group, String names, String operands, String meaning) {
        this.group = group;
        this.names = List.copyOf(Arrays.asList(names.split(" ")));
        this.operands = operands;
        this.meaning = meaning;
    }

    /** Returns the directive with a name such as {@code .word}, in any case, or null. */
    public static Directive named(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns what the directive is about. */
    public Group group() {
        return group;
    }

    /** Returns the names, dot included, the usual one first. */
    public List<String> names() {
        return names;
    }

    /** Returns the operands as help shows them; empty if there are none. */
    public String operands() {
        return operands;
    }

    /** Returns the usual name with the operands. */
    public String usage() {
        return operands.isEmpty() ? names.getFirst() : names.getFirst() + ' ' + operands;
    }

    /** Returns in a sentence or two what the directive does. */
    public String meaning() {
        return meaning;
    }
}
