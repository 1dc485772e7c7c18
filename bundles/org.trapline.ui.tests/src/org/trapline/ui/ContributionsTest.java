// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExtension;
import org.eclipse.core.runtime.Platform;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** What the bundles of the IDE contribute to it. */
final class ContributionsTest {
    private static final Set<String> FILES = Set.of("icon", "uri", "disabledIcon", "template");

    @Test
    void everyFileThatIsNamedIsInTheBundle() {
        final List<String> missing = new ArrayList<>();
        int named = 0;
        for (final String name : new String[] {"org.trapline.ui", "org.trapline.ui.lsp"}) {
            for (final IExtension extension : Platform.getExtensionRegistry().getExtensions(name)) {
                for (final IConfigurationElement element : extension.getConfigurationElements()) {
                    named += check(Platform.getBundle(name), element, missing);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertFalse(named < 10, "only " + named + " files are named");
    }

    private static int check(final Bundle bundle, final IConfigurationElement element, final List<String> missing) {
        final List<String> files = Arrays.stream(element.getAttributeNames()).filter(FILES::contains).map(element::getAttribute)
                .filter(file -> file.matches("[a-z]+/.*")).toList();
        files.stream().filter(file -> bundle.getEntry(file) == null).forEach(file -> missing.add(bundle.getSymbolicName() + ": " + file));
        int named = files.size();
        for (final IConfigurationElement child : element.getChildren()) {
            named += check(bundle, child, missing);
        }
        return named;
    }
}
