// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.trapline.topology.Host;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.SbiFirmware;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.HypervisorSpec;
import org.trapline.topology.resolve.Resolver;

final class TopologyLoaderTest {

    private static final TopologyLoader LOADER = new TopologyLoader();
    private static final List<String> SAMPLES = Samples.NAMES;
    private static final long MIB = 1 << 20;
    @TempDir
    Path folder;

    @BeforeEach
    void furnish() throws IOException {
        Samples.furnish(folder);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void samplesAreValid(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), Samples.text(name));
        assertEquals(List.of(), LOADER.load(file).diagnostics());
    }

    @Test
    void beginnersFileMeansOneGuestUnderTrapAndEmulate() {
        LoadResult result = LOADER.load(folder.resolve("x.tln"), Samples.text("beginner.tln"));
        HypervisorSpec vmm = Resolver.hypervisor(result.model().getHosts().getFirst().getHypervisors().getFirst());
        GuestSpec one = vmm.guests().getFirst();
        assertEquals("pc.one", one.qualifiedName());
        assertEquals(16 * MIB, one.memory());
        assertEquals(folder.resolve("hello.s"), result.resolve(one.program().getUris().getFirst()));
        assertEquals(10_000, vmm.quantum().amount());
    }

    @Test
    void hostBootsBareOrFromItsFirmware() {
        LoadResult result = LOADER.load(folder.resolve("x.tln"), """
                import "hello.s" as hello
                host a { memory 64 MiB  boot hello }
                host b { firmware sbi  boot hello }
                """);
        Host bare = result.model().getHosts().getFirst();
        assertNull(bare.getFirmware());
        assertEquals("hello", bare.getProgram().getName());
        assertEquals(64 * MIB, bare.getMemory());
        assertInstanceOf(SbiFirmware.class, result.model().getHosts().getLast().getFirmware());
    }

    @Test
    void rangesTakeTheUnitOfTheirEnd() {
        LoadResult result = LOADER.load(folder.resolve("x.tln"), Samples.text("sketch.tln"));
        Partition b = ((PartitionFirmware) result.model().getHosts().getFirst().getFirmware()).getPartitions().getLast();
        assertEquals(16 * MIB, b.getAssignments().getLast().getRange().start());
        assertEquals(32 * MIB, b.getAssignments().getLast().getRange().end());
    }

    @Test
    void diagnosticsNameFileLineAndColumn() {
        Path file = folder.resolve("x.tln");
        Diagnostic diagnostic = LOADER.load(file, "host pc {\n  boot hello\n}\n").diagnostics().getFirst();
        assertEquals(file + ":2:8: error: no program called 'hello' is imported: add import \"hello.s\" as hello", diagnostic.toString());
    }

    @Test
    void warningsDoNotForbidRunning() {
        LoadResult result = LOADER.load(folder.resolve("x.tln"), "import \"hello.s\" as hello");
        assertEquals(1, result.diagnostics().size());
        assertFalse(result.hasErrors());
    }

    @Test
    void missingFileIsAnErrorOfItsOwn() {
        LoadResult result = LOADER.load(folder.resolve("nowhere.tln"));
        assertTrue(result.hasErrors());
        assertTrue(result.model().getHosts().isEmpty());
        assertTrue(result.diagnostics().getFirst().message().contains("no such file"));
    }

    @Test
    void fileThatIsNoTextIsAnErrorOfItsOwn() throws IOException {
        Path file = Files.write(folder.resolve("x.tln"), new byte[] {(byte) 0xc3, (byte) 0x28, 0, 1});
        assertTrue(LOADER.load(file).diagnostics().getFirst().message().contains("UTF-8"));
    }

    @Test
    void emptyFileIsAnEmptyConfiguration() {
        LoadResult result = LOADER.load(folder.resolve("x.tln"), "");
        assertEquals(List.of(), result.diagnostics());
        assertTrue(result.model().getHosts().isEmpty());
    }

    @Test
    void lineOfAnElementIsKnown() {
        LoadResult result = LOADER.load(folder.resolve("x.tln"), Samples.text("beginner.tln"));
        assertEquals(5, result.line(result.model().getHosts().getFirst().getHypervisors().getFirst().getDomains().getFirst()));
        assertEquals(0, result.line(org.trapline.topology.TopologyFactory.eINSTANCE.createHost()));
    }

    @Test
    void twoLoadersDoNotDisturbEachOther() {
        TopologyLoader other = new TopologyLoader();
        assertEquals(List.of(), other.load(folder.resolve("x.tln"), Samples.text("beginner.tln")).diagnostics());
        assertEquals(List.of(), LOADER.load(folder.resolve("x.tln"), Samples.text("beginner.tln")).diagnostics());
    }
}
