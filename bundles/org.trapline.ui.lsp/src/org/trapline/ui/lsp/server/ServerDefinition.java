// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.content.IContentType;
import org.trapline.ui.lsp.ServerProvider;

/** One contribution to the extension point {@code org.trapline.ui.lsp.servers}. */
public final class ServerDefinition {
    /** The extension point. */
    public static final String EXTENSION_POINT = "org.trapline.ui.lsp.servers";

    private final IConfigurationElement element;
    private final List<Language> languages;

    private ServerDefinition(final IConfigurationElement element) {
        this.element = element;
        this.languages = Arrays.stream(element.getChildren("language")).map(Language::read).toList();
    }

    /** Returns all servers that the installed bundles contribute. */
    public static List<ServerDefinition> all() {
        return Arrays.stream(Platform.getExtensionRegistry().getConfigurationElementsFor(EXTENSION_POINT))
                .map(ServerDefinition::new).toList();
    }

    public String id() {
        return element.getAttribute("id");
    }

    /** Returns the name for people. */
    public String label() {
        return element.getAttribute("label");
    }

    public List<Language> languages() {
        return languages;
    }

    /** Returns the language of a content type: its own, or that of its nearest base type. */
    public Optional<Language> languageOf(final IContentType contentType) {
        for (IContentType type = contentType; type != null; type = type.getBaseType()) {
            for (final Language language : languages) {
                if (language.contentType().equals(type.getId())) {
                    return Optional.of(language);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether a file of that name belongs to one of the languages. */
    public boolean serves(final String fileName) {
        return Arrays.stream(Platform.getContentTypeManager().findContentTypesFor(fileName))
                .anyMatch(type -> languageOf(type).isPresent());
    }

    ServerProvider provider() throws CoreException {
        return (ServerProvider) element.createExecutableExtension("class");
    }
}
