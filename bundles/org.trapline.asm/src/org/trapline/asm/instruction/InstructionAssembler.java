// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.trapline.asm.Modifier;
import org.trapline.asm.Pseudo;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.expression.Expression.Reference;
import org.trapline.asm.instruction.PseudoForm.Template;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;

/** Assembles instructions: tries the readings that a mnemonic has, and emits the first that the operands fit. */
public final class InstructionAssembler {
    private static final int STACK_POINTER = 2;
    private static final List<String> ORDERINGS = List.of("", ".rl", ".aq", ".aqrl");

    private final Unit unit;
    private final ArgumentParser arguments;
    private final InstructionTable table = new InstructionTable();
    private final Compressor compressor = new Compressor();
    private final Map<Pseudo, PseudoForm> forms = new EnumMap<>(Pseudo.class);

    /** A reading of a statement, ready to be emitted. */
    private interface Reading {
        void emit();
    }

    /** Makes an assembler that emits into a unit. */
    public InstructionAssembler(Unit unit) {
        this.unit = unit;
        this.arguments = new ArgumentParser(unit);
    }

    /** Returns all mnemonics. */
    public Iterable<String> mnemonics() {
        return table.mnemonics();
    }

    /** Tells whether a mnemonic is known, for whatever machine. */
    public boolean isKnown(String mnemonic) {
        return !rows(mnemonic).isEmpty() || !Pseudo.named(mnemonic).isEmpty();
    }

    /** Returns the rows of a mnemonic without its ordering suffix. */
    private List<Instruction> rows(String mnemonic) {
        List<Instruction> exact = table.rows(mnemonic);
        if (!exact.isEmpty()) {
            return exact;
        }
        return table.rows(withoutOrdering(mnemonic)).stream().filter(row -> row.format().has(Operand.ORDERING)).toList();
    }

    private static String withoutOrdering(String mnemonic) {
        for (String suffix : ORDERINGS.subList(1, 4)) {
            if (mnemonic.endsWith(suffix)) {
                return mnemonic.substring(0, mnemonic.length() - suffix.length());
            }
        }
        return mnemonic;
    }

    private static int ordering(String mnemonic, Instruction row) {
        return Math.max(0, ORDERINGS.indexOf(mnemonic.substring(row.mnemonic().length())));
    }

    /**
     * Assembles an instruction whose mnemonic is known.
     * @param cursor stands after the mnemonic
     * @throws SyntaxException of the reading that understood most
     */
    public void assemble(String mnemonic, Cursor cursor) {
        int start = cursor.skipBlanks().position();
        Isa isa = unit.code().isa();
        SyntaxException furthest = null;
        boolean any = false;
        for (Instruction row : rows(mnemonic)) {
            if (isa.has(row)) {
                any = true;
                furthest = tryReading(() -> read(row, mnemonic, cursor), cursor, start, furthest);
                if (furthest == null) {
                    return;
                }
            }
        }
        for (Pseudo pseudo : Pseudo.named(mnemonic)) {
            PseudoForm form = forms.computeIfAbsent(pseudo, wanted -> new PseudoForm(wanted, table));
            if (form.isIn(isa, table)) {
                any = true;
                furthest = tryReading(() -> read(form, cursor), cursor, start, furthest);
                if (furthest == null) {
                    return;
                }
            }
        }
        throw any ? describe(furthest, mnemonic, isa) : notInIsa(mnemonic, cursor, isa);
    }

    @FunctionalInterface
    private interface Reader {
        Reading read();
    }

    /** Returns null if the reading was emitted, else the problem that is more telling. */
    private SyntaxException tryReading(Reader reader, Cursor cursor, int start, SyntaxException furthest) {
        cursor.moveTo(start);
        Reading reading;
        try {
            reading = reader.read();
            cursor.expectEnd();
        } catch (SyntaxException problem) {
            return furthest == null || problem.reach() > furthest.reach() ? problem : furthest;
        }
        unit.requireContents(cursor);
        reading.emit();
        return null;
    }

    private SyntaxException describe(SyntaxException problem, String mnemonic, Isa isa) {
        String usage = usage(mnemonic, isa);
        String expected = problem.expected().isEmpty() ? usage : problem.expected() + ", as in " + usage;
        return new SyntaxException(problem.location(), mnemonic + ": " + problem.getMessage(), expected, problem.reach());
    }

    private String usage(String mnemonic, Isa isa) {
        List<String> usages = new ArrayList<>();
        rows(mnemonic).stream().filter(isa::has).forEach(row -> usages.add(usage(mnemonic, row)));
        Pseudo.named(mnemonic).stream().filter(p -> forms.containsKey(p) && forms.get(p).isIn(isa, table)).map(Pseudo::usage).forEach(usages::add);
        return String.join(" or ", usages.subList(0, Math.min(3, usages.size())));
    }

    private static String usage(String mnemonic, Instruction row) {
        String operands = row.format().usage().replace(",", ", ");
        return operands.isEmpty() ? mnemonic + " without operands" : mnemonic + ' ' + operands;
    }

    private SyntaxException notInIsa(String mnemonic, Cursor cursor, Isa isa) {
        TreeSet<String> needed = new TreeSet<>();
        rows(mnemonic).forEach(row -> needed.add(row.xlen().includes(isa.xlen()) ? "extension " + row.extension().isaName() : "RV" + (96 - isa.xlen())));
        for (Pseudo pseudo : Pseudo.named(mnemonic)) {
            needed.add(pseudo.xlen().includes(isa.xlen()) ? "another extension" : "RV" + (96 - isa.xlen()));
        }
        return new SyntaxException(cursor.statement().location(), "instruction '" + mnemonic + "' needs " + String.join(" or ", needed)
            + ", which " + isa + " lacks");
    }

    private Reading read(Instruction row, String mnemonic, Cursor cursor) {
        List<Operand> operands = row.format().operands();
        List<Argument> read = new ArrayList<>();
        String syntax = row.format().syntax();
        for (int i = 0; i < syntax.length(); i++) {
            char c = syntax.charAt(i);
            if (c == '%') {
                Operand operand = operands.get(read.size());
                read.add(arguments.parse(cursor, operand, operand.label()));
            } else if (c == 's') {
                stackPointer(cursor);
                i++;
            } else {
                if (c == '(' && (i == 0 || syntax.charAt(i - 1) != '%')) {
                    arguments.passZeroOffset(cursor);
                }
                cursor.expect(c);
            }
        }
        for (Operand operand : operands.subList(read.size(), operands.size())) {
            read.add(unwritten(row, operand, mnemonic, cursor));
        }
        boolean compressible = row != Instruction.JAL && row != Instruction.JALR;
        return () -> new Encoding(row, read, compressible).emit(unit, cursor.statement(), compressor);
    }

    /** Some compressed instructions name {@code sp} as their only choice. */
    private void stackPointer(Cursor cursor) {
        int start = cursor.skipBlanks().position();
        if (arguments.register(cursor, "the stack pointer").value() != STACK_POINTER) {
            throw cursor.errorSince(start, "'" + cursor.since(start) + "' is not the stack pointer", "sp");
        }
    }

    /** Returns the value of an operand that the syntax has no place for. */
    private Argument unwritten(Instruction row, Operand operand, String mnemonic, Cursor cursor) {
        if (operand == Operand.ORDERING) {
            return Argument.number(ordering(mnemonic, row), cursor.statement().location());
        }
        if (!cursor.atEnd() && cursor.accept(',')) {
            return arguments.parse(cursor, operand, operand.label());
        }
        return Argument.number(operand.defaultValue(), cursor.here());
    }

    private Reading read(PseudoForm form, Cursor cursor) {
        Map<String, Argument> read = new HashMap<>();
        for (String token : form.pattern()) {
            if (PseudoForm.isPunctuation(token)) {
                cursor.expect(token.charAt(0));
            } else {
                read.put(token, argument(form, token, cursor));
            }
        }
        Statement statement = cursor.statement();
        if (form.pseudo().isLoadImmediate()) {
            return () -> new LoadImmediate(unit, statement, table, compressor).emit((int) read.get("rd").value(), read.get("imm").value());
        }
        if (form.pseudo() == Pseudo.C_UNIMP || form.pseudo() == Pseudo.UNIMP && unit.code().isa().has(Extension.C)) {
            return () -> unit.section().append(0, 2);
        }
        Argument symbol = read.get("symbol");
        if (symbol != null && symbol.expression() instanceof Constant(long number)) {
            return constantAddress(form, read, number, statement, cursor);
        }
        return () -> emit(form, read, statement);
    }

    private Argument argument(PseudoForm form, String name, Cursor cursor) {
        if (form.pseudo().isLoadImmediate()) {
            if (name.equals("imm")) {
                int start = cursor.skipBlanks().position();
                return Argument.number(arguments.constant(cursor, name), cursor.placeSince(start));
            }
            return arguments.register(cursor, name);
        }
        if (name.equals("symbol")) {
            return arguments.address(cursor, "a symbol");
        }
        return arguments.parse(cursor, form.kind(name), name);
    }

    /** A number in the place of a symbol: {@code la} loads it, calls go there, loads and stores refuse it as GNU as does. */
    private Reading constantAddress(PseudoForm form, Map<String, Argument> read, long number, Statement statement, Cursor cursor) {
        return switch (form.pseudo()) {
            case LA, LLA -> {
                if (number != (int) number) {
                    throw new SyntaxException(read.get("symbol").location(), "the address 0x" + Long.toHexString(number) + " needs more than 32 bits",
                        "li for a number", cursor.position());
                }
                yield () -> new LoadImmediate(unit, statement, table, compressor).emitLong((int) read.get("rd").value(), number);
            }
            case CALL, CALL_TWO, TAIL, JUMP -> () -> emit(form, read, statement);
            default -> throw new SyntaxException(read.get("symbol").location(), "a number is no symbol", "a symbol, or offset(register)", cursor.position());
        };
    }

    private void emit(PseudoForm form, Map<String, Argument> read, Statement statement) {
        Isa isa = unit.code().isa();
        Expression first = null;
        for (Template template : form.templates()) {
            Instruction row = table.row(template.mnemonic(), isa);
            List<Operand> operands = row.format().operands();
            List<Argument> values = new ArrayList<>();
            for (int i = 0; i < template.operands().size(); i++) {
                String token = template.operands().get(i);
                if (token.startsWith("%")) {
                    if (first == null) {
                        first = new Reference(unit.symbols().unnamed(unit.section().here(), statement.location()), statement.location());
                    }
                    values.add(part(token, read, first));
                } else if (read.containsKey(token)) {
                    values.add(read.get(token));
                } else {
                    values.add(Argument.number(PseudoForm.literal(token, operands.get(i)), statement.location()));
                }
            }
            new Encoding(row, values, isCompressible(form, read)).emit(unit, statement, compressor);
        }
    }

    /** GNU as has no compressed form of moving zero, though there is one of loading it. */
    private static boolean isCompressible(PseudoForm form, Map<String, Argument> read) {
        boolean isMove = form.pseudo() == Pseudo.MV || form.pseudo() == Pseudo.MOVE;
        return form.pseudo().isCompressible() && !(isMove && read.get("rs").value() == 0);
    }

    private static Argument part(String token, Map<String, Argument> read, Expression first) {
        int open = token.indexOf('(');
        String name = token.substring(1, open);
        String inner = token.substring(open + 1, token.length() - 1);
        Modifier modifier = name.equals("call") ? Modifier.CALL : Modifier.named(name);
        Argument argument = read.get("symbol");
        return Argument.address(inner.equals(".") ? first : argument.expression(), modifier, argument.location());
    }

}
