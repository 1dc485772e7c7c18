// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import org.trapline.asm.object.Image;
import org.trapline.asm.object.Symbol;
import org.trapline.cli.CommandException;
import org.trapline.machine.engine.EngineKind;
import org.trapline.runtime.Ending;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.check.Arrangement;
import org.trapline.runtime.check.Checker;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.plan.SystemPlan;

/**
 * A test program that says in the word {@code tohost} how it ended: 1 if it passed, else twice the number of the test that failed, plus 1.
 */
final class TestProgram {
    private static final int PASSED = 1;

    private final Path file;
    private final Path signatures;

    /**
     * Names a program.
     * @param file       the ELF file
     * @param signatures folder for the program's signature; null for none
     */
    TestProgram(Path file, Path signatures) {
        this.file = file;
        this.signatures = signatures;
    }

    /**
     * Runs the program.
     * @param host   the machine
     * @param engine what executes
     * @param limit  instructions after which it counts as failed, unless {@code tohost} says otherwise
     */
    Verdict run(ProgramHost host, EngineKind engine, long limit) throws IOException, InterruptedException {
        long start = System.nanoTime();
        PlanResult planned = PlanLoader.program(file, host);
        if (planned.hasErrors()) {
            return new Verdict(Verdict.Outcome.ERROR, planned.problems().getFirst().message(), 0, 0);
        }
        return run(planned.plan(), engine, limit, start);
    }

    private Verdict run(SystemPlan plan, EngineKind engine, long limit, long start) throws IOException, InterruptedException {
        SessionOptions options = SessionOptions.unattended().withTraceCapacity(0).withInstructionLimit(limit).withEngine(engine);
        try (Session session = Session.create(plan, options)) {
            session.start();
            session.awaitEnd();
            GuestResult result = session.results().getFirst();
            if (signatures != null) {
                writeSignature(session, result);
            }
            return judge(session, result, (System.nanoTime() - start) / 1_000_000);
        } catch (StartException e) {
            return new Verdict(Verdict.Outcome.ERROR, e.problem().message(), 0, 0);
        }
    }

    /** Runs the program as the guest of a hypervisor. */
    Verdict run(Arrangement arrangement, long limit) throws IOException, InterruptedException {
        PlanResult planned = PlanLoader.program(file, ProgramHost.bare(file));
        if (planned.hasErrors()) {
            return new Verdict(Verdict.Outcome.ERROR, planned.problems().getFirst().message(), 0, 0);
        }
        try {
            return run(Checker.arrange(planned.plan(), arrangement), EngineKind.INTERPRETER, limit, System.nanoTime());
        } catch (IllegalArgumentException e) {
            return new Verdict(Verdict.Outcome.ERROR, e.getMessage(), 0, 0);
        }
    }

    /** Writes what suites compare with another machine's: the words between two symbols, eight digits a line. */
    private void writeSignature(Session session, GuestResult result) throws IOException, InterruptedException {
        Image image = result.guest().plan().program().image();
        Symbol begin = image.symbol("begin_signature");
        Symbol end = image.symbol("end_signature");
        if (begin == null || end == null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        try {
            byte[] bytes = session.memory(result.guest(), begin.value(), Math.toIntExact(end.value() - begin.value())).get();
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (words.remaining() >= Integer.BYTES) {
                text.append("%08x%n".formatted(words.getInt()));
            }
        } catch (ExecutionException | ArithmeticException e) {
            throw CommandException.error(file + ": there is no memory from begin_signature to end_signature");
        }
        Files.writeString(signatures.resolve(file.getFileName() + ".signature"), text);
    }

    private static Verdict judge(Session session, GuestResult result, long millis) throws InterruptedException {
        long tohost = tohost(session, result);
        if (result.ending() == Ending.POWERED_OFF || tohost == PASSED) {
            return new Verdict(Verdict.Outcome.PASS, "", result.instructions(), millis);
        }
        long failed = tohost != 0 ? tohost >>> 1 : result.exitCode();
        String detail = failed != 0 ? "test " + failed : result.ending().text() + " at 0x" + Long.toHexString(result.pc());
        return new Verdict(Verdict.Outcome.FAIL, detail, result.instructions(), millis);
    }

    /** Under a hypervisor nobody watches the word, so the program goes on writing it until the limit is reached. */
    private static long tohost(Session session, GuestResult result) throws InterruptedException {
        Symbol symbol = result.guest().plan().program().image().symbol("tohost");
        if (symbol == null) {
            return 0;
        }
        try {
            byte[] word = session.memory(result.guest(), symbol.value(), Long.BYTES).get();
            return ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
        } catch (ExecutionException e) {
            return 0;
        }
    }
}
