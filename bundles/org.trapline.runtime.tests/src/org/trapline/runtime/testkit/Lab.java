// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.trace.analysis.TraceDigest;

/** A folder in which files are written and systems run. */
public final class Lab {
    private final Path folder;

    public Lab(Path folder) {
        this.folder = folder;
    }

    /** Writes a file and returns its path. */
    public Path file(String name, String... lines) {
        return file(name, String.join("\n", lines).concat("\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Writes a file and returns its path. */
    public Path file(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plans a program on a machine of its own. */
    public SystemPlan plan(ProgramHost host, String... lines) {
        return plan(PlanLoader.program(file("program.s", lines), host));
    }

    /** Plans a configuration; programs must have been written before. */
    public SystemPlan configuration(String... lines) {
        return plan(PlanLoader.load(file("lab.tln", lines)));
    }

    /** Returns the plan, which must have come without errors. */
    public static SystemPlan plan(PlanResult result) {
        assertFalse(result.hasErrors(), () -> "there should be no errors: " + result.problems());
        return result.plan();
    }

    /** Builds a session. */
    public static Session session(SystemPlan plan, SessionOptions options) {
        try {
            return Session.create(plan, options);
        } catch (StartException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a session to its end and returns what became of the guests. */
    public static List<GuestResult> run(Session session) {
        try {
            session.start();
            session.awaitEnd();
            return session.results();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a plan, unattended, and returns its session, which has ended. */
    public static Session ended(SystemPlan plan) {
        Session session = session(plan, SessionOptions.unattended());
        run(session);
        return session;
    }

    /** Returns the digest of everything a session has traced. */
    public static String traceDigest(Session session) {
        return TraceDigest.of(session.trace().orElseThrow());
    }
}
