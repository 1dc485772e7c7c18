// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;

final class DiagramCommandTest {
    @TempDir
    private Path folder;
    private Shell shell;
    private String lab;

    @BeforeEach
    void writeConfiguration() {
        shell = new Shell(folder);
        shell.file("a.s", "_start: j .");
        lab = shell.file("lab.tln", "import \"a.s\" as a", "host first { boot a }",
            "host second { memory 64 MiB hypervisor fast { cpu paravirt domain inner { memory 8 MiB kernel a } } }");
    }

    @Test
    void theNameOfTheOutputSaysTheFormat() throws IOException {
        shell.run("diagram", lab, "-o", shell.path("lab.svg")).expect(ExitCode.OK);
        assertTrue(Files.readString(folder.resolve("lab.svg")).contains("<svg"));
        shell.run("diagram", lab, "-o", shell.path("lab.mmd")).expect(ExitCode.OK);
        assertTrue(Files.readString(folder.resolve("lab.mmd")).startsWith("flowchart"));
        shell.run("diagram", lab, "-o", shell.path("lab.dot")).expect(ExitCode.OK);
        assertTrue(Files.readString(folder.resolve("lab.dot")).contains("digraph"));
        shell.run("diagram", lab, "-o", shell.path("lab.png")).expect(ExitCode.OK);
        assertEquals("PNG", new String(Files.readAllBytes(folder.resolve("lab.png")), 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsNotExecutedYetIsDrawn() {
        String drawn = shell.run("diagram", lab, "-o", "-", "--format", "mmd").expect(ExitCode.OK).out();
        for (String name : new String[] {"first", "second", "fast", "inner"}) {
            assertTrue(drawn.contains(name), () -> name + " is missing in " + drawn);
        }
    }

    @Test
    void themesDiffer() {
        String light = shell.run("diagram", lab, "-o", "-").expect(ExitCode.OK).out();
        assertFalse(light.equals(shell.run("diagram", lab, "-o", "-", "--theme", "dark").expect(ExitCode.OK).out()));
        assertEquals(light, shell.run("diagram", lab, "-o", "-").out(), "the same configuration is drawn in the same way");
    }

    @Test
    void misuseIsTold() {
        assertTrue(shell.run("diagram", lab, "-o", shell.path("lab.bmp")).expect(ExitCode.USAGE).err().contains(".svg, .png"), "the endings are named");
        shell.run("diagram", lab, "--format", "bmp", "-o", "-").expect(ExitCode.USAGE);
        shell.run("diagram", lab, "--scale", "0", "-o", shell.path("lab.png")).expect(ExitCode.USAGE);
        shell.run("diagram", shell.path("nowhere.tln"), "-o", "-").expect(ExitCode.ERROR);
        Shell.Result broken = shell.run("diagram", shell.file("broken.tln", "host {"), "-o", "-").expect(ExitCode.ERROR);
        assertTrue(broken.err().contains("broken.tln:1:"), broken.err());
        assertEquals("", broken.out(), "nothing is drawn");
    }
}
