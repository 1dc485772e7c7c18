// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.Style;
import org.trapline.cli.output.Style.Look;
import org.trapline.cli.run.GuestWay;
import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.lockstep.Lockstep;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the programs of riscv-tests and suites like it. */
@Command(name = "riscv-tests", description = "%nRuns every ELF file of a folder that says by HTIF (the word `tohost`) how it ended, as those of "
    + "riscv-tests do, and prints the table. The exit code is 3 if one did not pass.%n")
public final class RiscvTestsCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Style style;

    @Parameters(paramLabel = "FOLDER", description = "The ELF files.")
    private Path folder;

    @Option(names = "--only", paramLabel = "PATTERN", defaultValue = "*", description = "Only files of such names: rv64ui-*.")
    private String only;

    @Option(names = "--under-vmm", paramLabel = "TECHNIQUE", arity = "0..1", fallbackValue = "trap_and_emulate",
        description = "Run each as the guest of a hypervisor, by a technique: ${FALLBACK-VALUE} (default), binary_translation, hardware (with nested "
            + "paging), hardware,shadow; or all of them, one after the other.")
    private String technique;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "2000000", description = "Instructions a program may take; default ${DEFAULT-VALUE}.")
    private long limit;

    @Option(names = "--isa", paramLabel = "ISA", description = "What the harts can do: rv64gc_zba. Default: all that the machine can, of the width that the ELF file says.")
    private String isa;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "jit", description = "What executes: ${COMPLETION-CANDIDATES}; default "
        + "${DEFAULT-VALUE}. Eager compiles everything at once.")
    private EngineKind engine;

    @Option(names = "--lockstep", description = "Run each on all engines at once, some hundred instructions at a time, and compare registers, and all state "
        + "at the end. What does not differ passes.")
    private boolean lockstep;

    @Option(names = "--signatures", paramLabel = "FOLDER", description = "Write each program's signature there, as NAME.signature: the words from "
        + "begin_signature to end_signature, for comparing with another machine.")
    private Path signatures;

    @Option(names = "--failed", description = "Print only what did not pass.")
    private boolean failedOnly;

    @Option(names = "--json", description = "Print JSON objects, one a line.")
    private boolean json;

    private final Map<Verdict.Outcome, Integer> counts = new EnumMap<>(Verdict.Outcome.class);

    RiscvTestsCommand(Terminal terminal) {
        this.terminal = terminal;
        this.style = Style.of(terminal, Style.When.AUTO);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lockstep && (technique != null || signatures != null)) {
            throw CommandException.usage("--lockstep compares engines on bare machines: it goes neither with --under-vmm nor with --signatures");
        }
        List<Path> programs = Suite.of(folder, only).programs();
        if (programs.isEmpty()) {
            throw CommandException.error(folder + ": there are no ELF files" + (only.equals("*") ? "" : " named " + only));
        }
        if (signatures != null) {
            Files.createDirectories(signatures);
        }
        int width = programs.stream().mapToInt(program -> program.getFileName().toString().length()).max().orElseThrow();
        ExitCode outcome = ExitCode.OK;
        // Without a VMM there is one way, which has no name.
        for (GuestWay way : technique == null ? Collections.<GuestWay>singletonList(null) : GuestWay.parseAll("--under-vmm", technique)) {
            ExitCode one = run(programs, way, width);
            outcome = one == ExitCode.OK ? outcome : one;
        }
        return outcome.code();
    }

    private ExitCode run(List<Path> programs, GuestWay way, int width) throws IOException, InterruptedException {
        counts.clear();
        long millis = 0;
        for (Path program : programs) {
            ProgramHost host = host(program, way);
            Verdict verdict = lockstep ? new LockstepRun(Lockstep.engines()).run(program, host.isa(), host.memory(), limit)
                : new TestProgram(program, signatures).run(host, engine, limit);
            counts.merge(verdict.outcome(), 1, Integer::sum);
            millis += verdict.millis();
            report(program.getFileName().toString(), way, verdict, width);
            if (terminal.isGone()) {
                break;
            }
        }
        return sum(programs.size(), way, millis);
    }

    private ProgramHost host(Path program, GuestWay way) {
        ProgramHost bare = ProgramHost.bare(program);
        try {
            Isa wanted = isa == null ? bare.isa() : Isa.parse(isa);
            ProgramHost host = new ProgramHost(ProgramHost.Owner.PROGRAM, wanted, bare.cores(), bare.memory());
            return way == null ? host : host.by(way.technique(), way.paging());
        } catch (IsaException e) {
            throw CommandException.error("--isa: " + e.getMessage());
        }
    }

    private void report(String name, GuestWay way, Verdict verdict, int width) {
        if (json) {
            StringBuilder line = new StringBuilder();
            new JsonWriter(line).beginObject().member("name", name).member("result", verdict.outcome().text().toLowerCase(java.util.Locale.ROOT))
                .member("detail", verdict.detail()).member("instructions", verdict.instructions()).member("millis", verdict.millis())
                .member("way", way == null ? "bare" : way.label()).endObject();
            terminal.out().println(line);
        } else if (!failedOnly || verdict.outcome() != Verdict.Outcome.PASS) {
            Look look = verdict.outcome() == Verdict.Outcome.PASS ? Look.GOOD : Look.BAD;
            String result = style.apply(look, "%-5s".formatted(verdict.outcome().text()));
            terminal.out().println(("%-" + width + "s  %s  %9d instructions  %5d ms  %s").formatted(name, result, verdict.instructions(),
                verdict.millis(), verdict.detail()).stripTrailing());
        }
        terminal.out().flush();
    }

    private ExitCode sum(int programs, GuestWay way, long millis) {
        int passed = counts.getOrDefault(Verdict.Outcome.PASS, 0);
        if (json) {
            StringBuilder line = new StringBuilder();
            new JsonWriter(line).beginObject().member("passed", passed).member("programs", programs).member("millis", millis)
                .member("way", way == null ? "bare" : way.label()).endObject();
            terminal.out().println(line);
        } else {
            terminal.out().println("%d of %d passed%s, %.1f s".formatted(passed, programs, way == null ? "" : " under the VMM by " + way.label(), millis / 1000.0));
        }
        return passed == programs ? ExitCode.OK : ExitCode.FAILED;
    }
}
