// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.eclipse.emf.ecore.EObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.resolve.Resolver;

/** Broken configurations yield diagnostics: no exception, no silence. */
final class MutationTest {

    private static final int MUTANTS_PER_SAMPLE = 800;
    private static final String[] FRAGMENTS = {"{", "}", "[", "]", "\"", "0", "99999999999", "..", "domain", "memory", "from", "size x", "never(", "MiB",
        "//", "/*", "^", "é", "\n", "and", "4 KiB", "web[7]", "type 3", ": S", ",", "=", ";", "of", "hypervisor v {", "partition", "sbi", "-", "\u0000"};

    private static final TopologyLoader LOADER = new TopologyLoader();
    private static final List<String> LOGGED = new ArrayList<>();
    private static final AppenderSkeleton LOG = new AppenderSkeleton() {
        @Override
        protected void append(LoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                Throwable thrown = event.getThrowableInformation() == null ? null : event.getThrowableInformation().getThrowable();
                LOGGED.add(event.getRenderedMessage() + (thrown == null ? "" : "\n" + String.join("\n", event.getThrowableInformation().getThrowableStrRep())));
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        @Override
        public boolean requiresLayout() {
            return false;
        }
    };

    /** Xtext logs what goes wrong while it validates, and carries on. */
    @BeforeAll
    static void listenToTheLog() {
        Logger.getRootLogger().addAppender(LOG);
    }

    @AfterAll
    static void stopListening() {
        Logger.getRootLogger().removeAppender(LOG);
    }

    @RepeatedTest(4)
    void mutantsAreDiagnosedWithoutAnException(RepetitionInfo repetition) {
        String sample = Samples.text(Samples.NAMES.get(repetition.getCurrentRepetition() - 1));
        Random random = new Random(20_260 + repetition.getCurrentRepetition());
        for (int i = 0; i < MUTANTS_PER_SAMPLE; i++) {
            String mutant = mutate(sample, random);
            LoadResult result = LOADER.load(Path.of("mutant.tln"), mutant);
            resolveEverything(result);
            result.diagnostics().forEach(d -> assertTrue(d.line() >= 1 && d.column() >= 1 && !d.message().isBlank() && !d.message().contains("org.trapline"),
                    () -> d + " of\n" + mutant));
            assertEquals(List.of(), LOGGED, () -> "logged for\n" + mutant);
        }
    }

    @RepeatedTest(1)
    void sameTextGivesTheSameDiagnostics() {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            String mutant = mutate(Samples.text("everything.tln"), random);
            assertEquals(LOADER.load(Path.of("mutant.tln"), mutant).diagnostics(), LOADER.load(Path.of("mutant.tln"), mutant).diagnostics());
        }
    }

    private static void resolveEverything(LoadResult result) {
        List<EObject> all = new ArrayList<>();
        result.model().eAllContents().forEachRemaining(all::add);
        for (EObject element : all) {
            if (element instanceof Hypervisor hypervisor) {
                Resolver.hypervisor(hypervisor);
            }
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int n = random.nextInt(1, 5); n > 0 && !mutant.isEmpty(); n--) {
            int at = random.nextInt(mutant.length());
            int end = Math.min(mutant.length(), at + random.nextInt(1, 30));
            switch (random.nextInt(5)) {
                case 0 -> mutant.delete(at, end);
                case 1 -> mutant.insert(at, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                case 2 -> mutant.insert(at, " " + FRAGMENTS[random.nextInt(FRAGMENTS.length)] + " ");
                case 3 -> mutant.insert(random.nextInt(mutant.length()), mutant.substring(at, end));
                default -> mutant.setCharAt(at, (char) random.nextInt(1, 256));
            }
        }
        return mutant.toString();
    }
}
