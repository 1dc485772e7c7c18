// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EAttribute;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.validation.Check;
import org.eclipse.xtext.validation.CheckType;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.Bootable;
import org.trapline.topology.BytecodeRuntime;
import org.trapline.topology.Container;
import org.trapline.topology.Disk;
import org.trapline.topology.Emulator;
import org.trapline.topology.Program;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.Volume;

/** Files that are named but are not there. Looked for beside the configuration, if that is a file itself. */
final class FileChecks extends Checks {

    @Check(CheckType.FAST)
    void imports(Program program) {
        for (int i = 0; i < program.getUris().size(); i++) {
            String uri = program.getUris().get(i);
            Path file = file(program, uri);
            if (uri.isBlank()) {
                report(Rule.IMPORT_KIND, program, Literals.PROGRAM__URIS, i, "an import needs the path of a program, such as \"hello.s\"");
            } else if (uri.toLowerCase(Locale.ROOT).endsWith(".tln")) {
                report(Rule.IMPORT_KIND, program, Literals.PROGRAM__URIS, i,
                        "'%s' is a machine configuration, not a program: an import names an assembly source, an ELF file or a raw image".formatted(uri));
            } else if (file != null && Files.isDirectory(file)) {
                report(Rule.IMPORT_KIND, program, Literals.PROGRAM__URIS, i, "'%s' is a folder, not a program".formatted(uri));
            } else if (file != null && !Files.exists(file)) {
                report(Rule.MISSING_IMPORT, program, Literals.PROGRAM__URIS, i, "there is no file '%s' beside this configuration".formatted(uri), uri);
            }
        }
    }

    @Check(CheckType.FAST)
    void bootFiles(Bootable bootable) {
        exists(bootable, Literals.BOOTABLE__INITRD);
        exists(bootable, Literals.BOOTABLE__DEVICE_TREE);
    }

    @Check(CheckType.FAST)
    void images(EObject element) {
        switch (element) {
            case Disk disk -> exists(disk, Literals.DISK__IMAGE);
            case Volume volume -> exists(volume, Literals.VOLUME__IMAGE);
            case Container container -> exists(container, Literals.CONTAINER__IMAGE);
            case Emulator emulator -> exists(emulator, Literals.EMULATOR__IMAGE);
            case BytecodeRuntime runtime -> exists(runtime, Literals.BYTECODE_RUNTIME__MAIN_CLASS);
            default -> {
                // No other element names a file that has to be there.
            }
        }
    }

    private void exists(EObject element, EAttribute feature) {
        String path = (String) element.eGet(feature);
        Path file = path == null ? null : file(element, path);
        if (file != null && !Files.exists(file)) {
            report(Rule.MISSING_FILE, element, feature, "there is no '%s' beside this configuration; %s needs it to run".formatted(path, Describe.element(element)));
        }
    }

    private static Path file(EObject element, String path) {
        URI uri = element.eResource() == null ? null : element.eResource().getURI();
        if (uri == null || !uri.isFile()) {
            return null;
        }
        Path configuration = Path.of(uri.toFileString()).toAbsolutePath();
        try {
            return configuration.resolveSibling(path);
        } catch (InvalidPathException e) {
            // There is none of a name that cannot be one, as there is none within a file.
            return configuration.resolve("none");
        }
    }
}
