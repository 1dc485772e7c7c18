// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.emf.common.util.URI;
import org.eclipse.xtext.diagnostics.Severity;
import org.eclipse.xtext.resource.IResourceServiceProvider;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.resource.XtextResourceSet;
import org.eclipse.xtext.util.CancelIndicator;
import org.eclipse.xtext.validation.CheckMode;
import org.eclipse.xtext.validation.IResourceValidator;
import org.eclipse.xtext.validation.Issue;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyFactory;

/**
 * Reads machine configurations in a program that runs without Eclipse.
 *
 * <p>Setting the language up costs a few hundred milliseconds, once per loader; keep the loader to read more than one file.
 * A loader is not thread-safe; two loaders do not know each other.
 */
public final class TopologyLoader {

    private static final String EXTENSION = "tln";

    private final Injector injector = setUp();
    private final IResourceValidator validator = injector.getInstance(IResourceValidator.class);

    /** Where somebody has registered the language by then, as an editor does with its services, that registration stays. */
    private static Injector setUp() {
        return new TopologyStandaloneSetup() {
            @Override
            public Injector createInjector() {
                return Guice.createInjector(new ReadingModule());
            }

            @Override
            public void register(Injector injector) {
                if (!IResourceServiceProvider.Registry.INSTANCE.getExtensionToFactoryMap().containsKey(EXTENSION)) {
                    super.register(injector);
                }
            }
        }.createInjectorAndDoEMFRegistration();
    }

    /** Reads and checks a file. A file that cannot be read yields an empty model and an error that says so. */
    public LoadResult load(Path file) {
        try {
            return load(file, Files.readString(file));
        } catch (NoSuchFileException e) {
            return unreadable(file, "there is no such file");
        } catch (java.nio.charset.CharacterCodingException e) {
            return unreadable(file, "this is not a text file in UTF-8");
        } catch (IOException e) {
            return unreadable(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Checks a text as if it were the content of the file, which need not exist; imports are looked for beside it. */
    public LoadResult load(Path file, String text) {
        XtextResource resource = injector.getInstance(XtextResource.class);
        resource.setURI(URI.createFileURI(file.toAbsolutePath().toString()));
        XtextResourceSet resources = injector.getInstance(XtextResourceSet.class);
        resources.getResources().add(resource);
        try {
            resource.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    Map.of(XtextResource.OPTION_ENCODING, StandardCharsets.UTF_8.name()));
        } catch (IOException e) {
            throw new AssertionError("reading from memory does not fail", e);
        }
        List<Diagnostic> diagnostics = validator.validate(resource, CheckMode.ALL, CancelIndicator.NullImpl).stream()
                .map(issue -> diagnostic(file, issue))
                .sorted(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column)).toList();
        Topology model = resource.getContents().isEmpty() ? TopologyFactory.eINSTANCE.createTopology() : (Topology) resource.getContents().getFirst();
        return new LoadResult(file, model, diagnostics);
    }

    private static LoadResult unreadable(Path file, String why) {
        Diagnostic diagnostic = new Diagnostic(file, 0, 0, 0, Diagnostic.Severity.ERROR, "unreadable", why);
        return new LoadResult(file, TopologyFactory.eINSTANCE.createTopology(), List.of(diagnostic));
    }

    private static Diagnostic diagnostic(Path file, Issue issue) {
        return new Diagnostic(file, orZero(issue.getLineNumber()), orZero(issue.getColumn()), orZero(issue.getLength()),
                severity(issue.getSeverity()), issue.getCode() == null ? "" : issue.getCode(), issue.getMessage());
    }

    private static Diagnostic.Severity severity(Severity severity) {
        return switch (severity) {
            case ERROR -> Diagnostic.Severity.ERROR;
            case WARNING -> Diagnostic.Severity.WARNING;
            case INFO, IGNORE -> Diagnostic.Severity.INFO;
        };
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }
}
