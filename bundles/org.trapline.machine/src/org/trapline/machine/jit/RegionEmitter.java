// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.memory.PageBytes;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * Writes the method of a region. The registers that loops use most are in local variables: they are loaded at the start and written back wherever
 * the region is left, which is in one place. Where the TLBs do not have what an instruction accesses, the region is left before it.
 *
 * <p>Time is looked at where a path goes back to an earlier part: the longest way from there to the next such place must fit.
 */
final class RegionEmitter implements AccessEmitter.Surroundings {
    /** The JDK's own way finds only classes that the class path has. */
    private static final ClassFile.ClassHierarchyResolverOption CLASSES =
        ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(MethodHandles.lookup()));
    private static final ClassDesc SUPER = desc(CompiledRegion.class);
    private static final ClassDesc HOST = desc(RegionHost.class);
    private static final ClassDesc MMU = desc(Mmu.class);
    private static final ClassDesc STATE = desc(PrivilegedState.class);
    private static final ClassDesc CONTROL = desc(Control.class);
    private static final ClassDesc FLOATS = desc(FloatState.class);
    private static final ClassDesc BINDING = desc(Binding.class);
    private static final ClassDesc METHOD_HANDLES = desc(MethodHandles.class);
    private static final ClassDesc LONG = desc(Long.class);
    private static final ClassDesc WAY = desc(PageBytes.Way.class);
    private static final ClassDesc WORDS = desc(long[].class);
    private static final ClassDesc PAGES = desc(byte[][].class);
    private static final ClassDesc J = ConstantDescs.CD_long;
    private static final ClassDesc I = ConstantDescs.CD_int;
    private static final ClassDesc Z = ConstantDescs.CD_boolean;

    /** From so many likely targets on a table is faster than comparisons. */
    private static final int MIN_TABLE = 4;
    /** Instructions of a part that may be a short loop. */
    private static final int SHORT = 16;

    // Local variables.
    private static final int REMAINING = 1;
    private static final int LEAST = 3;
    private static final int LEAST_WITHIN = 5;
    private static final int FETCHED = 7;
    private static final int TARGET = 9;
    private static final int MODE = 11;
    private static final int SITE = 12;
    private static final int RESULT = 13;
    private static final int FIRST_FLOAT = 15;
    private static final int FIRST_REGISTER = FIRST_FLOAT + FloatEmitter.LOCALS;

    private final RegionPlan plan;
    private final RegionTime time;
    private final RegionPages pages;
    private final AccessGroups groups;
    private final Kernels kernels;
    private final ClassDesc self;
    private final RegionLoops loops;
    private final RegionRegisters registers;
    private final boolean hasFloats;
    /** The local variables of registers; 0 for those that stay in memory. */
    private final int[] slots = new int[FastState.FLOATS + 32];
    // Of the method that is being written.
    private CodeBuilder code;
    private AccessEmitter accesses;
    private FloatRegisters floatRegisters;
    private FloatEmitter floats;
    private final List<Label> parts = new ArrayList<>();
    private final NarrowValues narrow = new NarrowValues();
    private Label leave;
    private Label leaveAt;

    RegionEmitter(RegionPlan plan, RegionTime time, RegionPages pages, AccessGroups groups, Kernels kernels, String className) {
        this.plan = plan;
        this.time = time;
        this.pages = pages;
        this.groups = groups;
        this.kernels = kernels;
        self = ClassDesc.of(className);
        loops = new RegionLoops(plan, time);
        registers = new RegionRegisters(plan, loops);
        hasFloats = plan.parts().stream().flatMap(part -> part.steps().stream()).map(kernels::of)
            .anyMatch(kernel -> kernel != null && kernel.type().parameterList().contains(FLOATS));
        registers.locals().stream().forEach(register -> slots[register] = FIRST_REGISTER + 2 * registers.locals().get(0, register).cardinality());
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Returns the class file. */
    byte[] emit() {
        int constant = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
        MethodTypeDesc type = MethodTypeDesc.of(I, J, J, J, J);
        return ClassFile.of(CLASSES).build(self, builder -> {
            for (PageBytes.Way way : PageBytes.Way.values()) {
                builder.withField(way.name(), ConstantDescs.CD_MethodHandle, constant);
            }
            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(SUPER)
                .withField("X", WORDS, constant)
                .withField("PAGES", PAGES, constant)
                .withField("HOST", HOST, constant)
                .withField("MMU", MMU, constant)
                .withField("STATE", STATE, constant)
                .withField("FLOATS", FLOATS, constant)
                .withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, this::emitConstants)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, b -> b
                    .aload(0).invokespecial(SUPER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_())
                .withMethodBody("run", type, ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL, this::emitRun);
        });
    }

    private void emitConstants(CodeBuilder builder) {
        code = builder;
        code.invokestatic(METHOD_HANDLES, "lookup", MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup));
        code.loadConstant(ConstantDescs.DEFAULT_NAME).loadConstant(BINDING);
        code.invokestatic(METHOD_HANDLES, "classData", MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_MethodHandles_Lookup,
            ConstantDescs.CD_String, ConstantDescs.CD_Class)).checkcast(BINDING);
        code.dup().invokevirtual(BINDING, "x", MethodTypeDesc.of(WORDS)).putstatic(self, "X", WORDS);
        code.dup().invokevirtual(BINDING, "pages", MethodTypeDesc.of(PAGES)).putstatic(self, "PAGES", PAGES);
        code.dup().invokevirtual(BINDING, "mmu", MethodTypeDesc.of(MMU)).putstatic(self, "MMU", MMU);
        code.dup().invokevirtual(BINDING, "state", MethodTypeDesc.of(STATE)).putstatic(self, "STATE", STATE);
        code.invokevirtual(BINDING, "host", MethodTypeDesc.of(HOST)).dup().putstatic(self, "HOST", HOST);
        code.getfield(HOST, "floats", FLOATS).putstatic(self, "FLOATS", FLOATS);
        for (PageBytes.Way way : PageBytes.Way.values()) {
            code.getstatic(WAY, way.name(), WAY).invokevirtual(WAY, "handle", MethodTypeDesc.of(ConstantDescs.CD_MethodHandle));
            code.putstatic(self, way.name(), ConstantDescs.CD_MethodHandle);
            emitFirstAccess(way);
        }
        code.return_();
    }

    /** Emits an access to bytes of nobody's: compiled before the first one, HotSpot's code would not know how that is done, and be given up there. */
    private void emitFirstAccess(PageBytes.Way way) {
        code.getstatic(self, way.name(), ConstantDescs.CD_MethodHandle);
        code.loadConstant(Long.BYTES).newarray(TypeKind.BYTE).loadConstant(PageBytes.first());
        for (Class<?> put : way.type().parameterList().subList(2, way.type().parameterCount())) {
            code.loadConstant(put == long.class ? (ConstantDesc) 0L : put == double.class ? (ConstantDesc) 0.0 : 0);
        }
        code.invokevirtual(ConstantDescs.CD_MethodHandle, "invokeExact", way.type().describeConstable().orElseThrow());
        if (way.type().returnType() == long.class || way.type().returnType() == double.class) {
            code.pop2();
        } else if (way.type().returnType() != void.class) {
            code.pop();
        }
    }

    private void emitRun(CodeBuilder builder) {
        code = builder;
        accesses = new AccessEmitter(plan, loops, groups, this, code, FIRST_REGISTER + 2 * registers.locals().cardinality());
        floatRegisters = new FloatRegisters(code, registers, slots, RESULT, this::pushX);
        floats = new FloatEmitter(code, floatRegisters, this, this::pushFloats, FIRST_FLOAT);
        leave = code.newLabel();
        plan.parts().forEach(part -> parts.add(code.newLabel()));
        leaveAt = code.newLabel();
        emitEntry();
        for (int part = 0; part < parts.size(); part++) {
            emitPart(part);
        }
        code.labelBinding(leaveAt);
        code.istore(SITE);
        pushHost();
        code.iload(SITE).putfield(HOST, "site", I);
        code.loadConstant(CompiledRegion.LEFT);
        emitExit();
    }

    private void emitEntry() {
        accesses.emitEntry(this::pushHost);
        emitRounding();
        registers.locals().stream().filter(register -> !FloatRegisters.isFloat(register)).forEach(register -> {
            pushX();
            code.loadConstant(register).laload().lstore(slots[register]);
        });
        floatRegisters.emitEntry();
    }

    /** Emits what looks how floating-point numbers are rounded, where that is not known. */
    private void emitRounding() {
        if (hasFloats) {
            pushFloats(code);
            code.getfield(FLOATS, "mode", I).istore(MODE);
            floats.emitLimit(MODE);
        }
    }

    private void emitExit() {
        code.labelBinding(leave);
        registers.locals().stream().filter(register -> !FloatRegisters.isFloat(register) && registers.isWritten(register)).forEach(register -> {
            pushX();
            code.loadConstant(register).lload(slots[register]).lastore();
        });
        floatRegisters.emitExit();
        pushHost();
        code.lload(REMAINING).putfield(HOST, "remaining", J);
        code.ireturn();
    }

    @Override
    public void pushX() {
        code.getstatic(self, "X", WORDS);
    }

    private void pushHost() {
        code.getstatic(self, "HOST", HOST);
    }

    private void pushFloats(CodeBuilder builder) {
        builder.getstatic(self, "FLOATS", FLOATS);
    }

    // ---- parts ----

    private void emitPart(int number) {
        RegionPlan.Part part = plan.parts().get(number);
        code.labelBinding(parts.get(number));
        narrow.forget();
        code.lload(REMAINING).loadConstant((long) part.count()).lsub().lstore(REMAINING);
        boolean ends = part.end() != RegionPlan.End.FALL && part.end() != RegionPlan.End.SYSTEM;
        int straight = part.steps().size() - (ends ? 1 : 0);
        for (int index = 0; index < straight; index++) {
            emitStep(part, part.steps().get(index), RegionHost.site(number, index));
        }
        switch (part.end()) {
            case FALL -> emitEdge(number, part.fallThrough());
            case CSR -> emitCsrEnd(number, part);
            case SYSTEM -> code.loadConstant(CompiledRegion.SYSTEM - number).goto_(leave);
            case BRANCH -> emitBranch(number, part);
            case JUMP -> {
                setLink(part);
                emitEdge(number, part.taken());
            }
            case INDIRECT -> emitIndirect(number, part);
        }
    }

    private void emitBranch(int number, RegionPlan.Part part) {
        Step step = part.steps().getLast();
        Label otherwise = code.newLabel();
        kernels.of(step.row()).emitUnless(code, List.of(register(step.rs1()), register(step.rs2())), otherwise);
        emitEdge(number, part.taken());
        code.labelBinding(otherwise);
        emitEdge(number, part.fallThrough());
    }

    private void setLink(RegionPlan.Part part) {
        int rd = part.steps().getLast().rd();
        if (rd != FastState.SINK) {
            code.loadConstant(part.after());
            setRegister(rd);
        }
    }

    private void emitIndirect(int number, RegionPlan.Part part) {
        Step step = part.steps().getLast();
        register(step.rs1()).accept(code);
        code.loadConstant((long) step.imm()).ladd().loadConstant(~1L).land().lstore(TARGET);
        if (!plan.compressed()) {
            Label aligned = code.newLabel();
            code.lload(TARGET).loadConstant(2L).land().l2i().ifeq(aligned);
            emitTarget(number);
            code.loadConstant(CompiledRegion.MISALIGNED).goto_(leave);
            code.labelBinding(aligned);
        }
        setLink(part);
        Label elsewhere = code.newLabel();
        emitLikely(number, part.likely(), elsewhere);
        code.labelBinding(elsewhere);
        emitTarget(number);
        code.loadConstant(CompiledRegion.TO_TARGET).goto_(leave);
    }

    /** Emits jumps to the likely targets, and to the label if it is none of them. */
    private void emitLikely(int number, List<RegionPlan.Target> likely, Label elsewhere) {
        TargetHash hash = likely.size() < MIN_TABLE ? null : TargetHash.of(likely.stream().map(RegionPlan.Target::pc).toList());
        if (hash == null) {
            for (RegionPlan.Target target : likely) {
                Label next = code.newLabel();
                emitIfTarget(number, target, next);
                code.labelBinding(next);
            }
            return;
        }
        List<SwitchCase> cases = likely.stream().map(target -> SwitchCase.of(hash.place(target.pc()), code.newLabel())).toList();
        code.lload(TARGET).loadConstant(hash.shift()).lushr().l2i().loadConstant(hash.mask()).iand();
        code.tableswitch(0, hash.mask(), elsewhere, cases);
        for (int i = 0; i < cases.size(); i++) {
            code.labelBinding(cases.get(i).target());
            emitIfTarget(number, likely.get(i), elsewhere);
        }
    }

    private void emitIfTarget(int number, RegionPlan.Target target, Label otherwise) {
        code.lload(TARGET).loadConstant(target.pc()).lcmp().ifne(otherwise);
        emitEdge(number, target.edge());
    }

    private void emitTarget(int number) {
        pushHost();
        code.lload(TARGET).putfield(HOST, "target", J);
        pushHost();
        code.loadConstant(number).putfield(HOST, "site", I);
    }

    private void emitEdge(int from, RegionPlan.Edge edge) {
        if (edge.leaves()) {
            code.loadConstant(edge.to()).goto_(leave);
            return;
        }
        if (time.isBack(from, edge.to())) {
            Label enough = code.newLabel();
            emitIfEnough(from, edge.to() == 0 ? LEAST : LEAST_WITHIN, enough);
            code.loadConstant(edge.to()).goto_(leave);
            code.labelBinding(enough);
        }
        long needed = pages.needed(from, edge.to());
        if (needed != 0) {
            Label fetched = code.newLabel();
            code.lload(FETCHED).loadConstant(needed).land().loadConstant(needed).lcmp().ifeq(fetched);
            code.loadConstant(edge.to()).goto_(leave);
            code.labelBinding(fetched);
        }
        code.goto_(parts.get(edge.to()));
    }

    /** Emits what goes to the label if there is time left to go back. */
    private void emitIfEnough(int from, int least, Label enough) {
        code.lload(REMAINING).lload(least);
        if (hasFloats && plan.parts().get(from).count() < SHORT) {
            // Of the difference HotSpot would make one with what remained before this part, and keep that, too; in memory, if need be, from where it takes
            // longer to get it back than a short loop takes for all the rest. Without numbers in other registers that is not worth it for each loop.
            code.invokestatic(LONG, "compareUnsigned", MethodTypeDesc.of(I, J, J)).ifge(enough);
        } else {
            // Compared with each other, HotSpot would count by them, and compile the region again when it finds that it cannot.
            code.lsub().lconst_0().lcmp().ifge(enough);
        }
    }

    // ---- steps ----

    @Override
    public Consumer<CodeBuilder> register(int register) {
        if (register == 0) {
            return CodeBuilder::lconst_0;
        }
        if (FloatRegisters.isFloat(register)) {
            return builder -> floatRegisters.pushBits(register);
        }
        return slots[register] != 0 ? builder -> builder.lload(slots[register])
            : builder -> builder.getstatic(self, "X", WORDS).loadConstant(register).laload();
    }

    @Override
    public Consumer<CodeBuilder> lowBits(int register) {
        return builder -> floatRegisters.pushLowBits(register);
    }

    @Override
    public Consumer<CodeBuilder> number(int register) {
        return builder -> floatRegisters.pushDouble(register);
    }

    @Override
    public void setRegister(int register) {
        if (register == FastState.SINK) {
            code.pop2();
        } else if (FloatRegisters.isFloat(register)) {
            floatRegisters.setBits(register);
        } else if (slots[register] != 0) {
            code.lstore(slots[register]);
        } else {
            code.lstore(RESULT);
            pushX();
            code.loadConstant(register).lload(RESULT).lastore();
        }
    }

    private void emitStep(RegionPlan.Part part, Step step, int site) {
        switch (step.row().format()) {
            case LOAD, FLOAD -> {
                accesses.emitLoad(step, site);
                switch (step.row()) {
                    case FLW -> floatRegisters.setSingle(step.rd());
                    case FLD -> floatRegisters.setDouble(step.rd());
                    default -> setRegister(step.rd());
                }
            }
            case STORE, FSTORE -> accesses.emitStore(step, site);
            case AMO, LR -> emitAtomic(step, site);
            case CSR, CSR_IMM -> emitCsr(step, site);
            case FENCE, NULLARY -> {
                code.getstatic(self, "STATE", STATE);
                code.invokestatic(CONTROL, step.row().kernel(), MethodTypeDesc.of(ConstantDescs.CD_void, STATE));
            }
            default -> {
                if (!step.isFloat() || !floats.emit(step, site)) {
                    emitComputation(part, step);
                }
            }
        }
        narrow.note(step);
    }

    private void emitComputation(RegionPlan.Part part, Step step) {
        if (step.row() == Instruction.LUI || step.row() == Instruction.AUIPC) {
            code.loadConstant(step.row() == Instruction.LUI ? Alu.lui(step.imm()) : Alu.auipc(part.pc(), step.imm()));
        } else if (narrow.areCombinedBy(step)) {
            emitNarrow(step);
        } else {
            Kernel kernel = kernels.of(step);
            kernel.emit(code, operands(step, kernel.type()));
        }
        setRegister(step.rd());
    }

    /** Emits what the kernel does to each bit, for the lower 32: the others are copies of the last. */
    private void emitNarrow(Step step) {
        register(step.rs1()).accept(code);
        code.l2i();
        if (step.row().format().has(Operand.RS2)) {
            register(step.rs2()).accept(code);
            code.l2i();
        } else {
            code.loadConstant(step.imm());
        }
        switch (step.row()) {
            case AND, ANDI -> code.iand();
            case OR, ORI -> code.ior();
            case XOR, XORI -> code.ixor();
            default -> throw new IllegalStateException(step.row() + " does not combine bits");
        }
        code.i2l();
    }

    private List<Consumer<CodeBuilder>> operands(Step step, MethodTypeDesc type) {
        Format format = step.row().format();
        List<Consumer<CodeBuilder>> operands = new ArrayList<>();
        if (format.has(Operand.RS1) || format.has(Operand.FRS1)) {
            operands.add(register(step.rs1()));
        }
        if (format.has(Operand.RS2) || format.has(Operand.FRS2)) {
            operands.add(register(step.rs2()));
        }
        if (format.has(Operand.FRS3)) {
            operands.add(register(step.rs3()));
        }
        for (ClassDesc parameter : type.parameterList().subList(operands.size(), type.parameterCount())) {
            if (parameter.equals(J)) {
                operands.add(new Kernel.Constant(step.imm()));
            } else if (parameter.equals(I)) {
                operands.add(step.mode() == FloatState.DYN ? builder -> builder.iload(MODE) : builder -> builder.loadConstant(step.mode()));
            } else {
                operands.add(this::pushFloats);
            }
        }
        return operands;
    }

    @Override
    public void leaveAt(int site) {
        code.loadConstant(site).goto_(leaveAt);
    }

    @Override
    public void pushPages() {
        code.getstatic(self, "PAGES", PAGES);
    }

    @Override
    public void pushBytes(PageBytes.Way way) {
        code.getstatic(self, way.name(), ConstantDescs.CD_MethodHandle);
    }

    private void emitCsr(Step step, int site) {
        Label possible = code.newLabel();
        pushHost();
        code.loadConstant(site).invokevirtual(HOST, "reachesCsr", MethodTypeDesc.of(Z, I)).ifne(possible);
        pushHost();
        code.loadConstant(site).putfield(HOST, "site", I);
        code.loadConstant(CompiledRegion.CSR).goto_(leave);
        code.labelBinding(possible);
        pushHost();
        code.loadConstant(site);
        register(step.row().format() == Format.CSR ? step.rs1() : 0).accept(code);
        code.invokevirtual(HOST, "csr", MethodTypeDesc.of(J, I, J));
        setRegister(step.rd());
        emitRounding();
    }

    /** The last step of a part: mostly the region goes on as if it had been any other. */
    private void emitCsrEnd(int number, RegionPlan.Part part) {
        Step step = part.steps().getLast();
        pushHost();
        code.loadConstant(number).lload(REMAINING);
        register(step.row().format() == Format.CSR ? step.rs1() : 0).accept(code);
        code.invokevirtual(HOST, "endWithCsr", MethodTypeDesc.of(I, I, J, J)).istore(SITE);
        Label done = code.newLabel();
        Label goesOn = code.newLabel();
        code.iload(SITE).loadConstant(CompiledRegion.SYSTEM).if_icmpgt(done);
        code.iload(SITE).goto_(leave);
        code.labelBinding(done);
        pushHost();
        code.getfield(HOST, "result", J);
        setRegister(step.rd());
        code.iload(SITE).loadConstant(CompiledRegion.DONE).if_icmpeq(goesOn);
        code.iload(SITE).goto_(leave);
        code.labelBinding(goesOn);
        emitRounding();
        emitEdge(number, part.fallThrough());
    }

    private void emitAtomic(Step step, int site) {
        Kernel kernel = kernels.of(step);
        if (kernel != null) {
            accesses.emitModification(step, site, kernel);
        } else {
            accesses.emitReservation(step, site, () -> code.getstatic(self, "MMU", MMU));
        }
        setRegister(step.rd());
    }
}
