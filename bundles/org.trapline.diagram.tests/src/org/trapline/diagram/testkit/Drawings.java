// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.trapline.diagram.LiveState;
import org.trapline.diagram.LiveState.Activity;
import org.trapline.diagram.TopologyDiagram;
import org.trapline.diagram.layout.LayeredLayout;
import org.trapline.diagram.layout.Picture;
import org.trapline.diagram.scene.Scene;
import org.trapline.diagram.scene.State;
import org.trapline.examples.Example;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.topology.Topology;

/** Configurations and their drawings. */
public final class Drawings {

    /** Configurations of this package. */
    public static final List<String> OWN = List.of("types", "busy", "evacuation");

    private static final class Language {
        static final TopologyLoader LOADER = new TopologyLoader();
    }

    private Drawings() {
    }

    /** All configurations there are to draw: those of this package and the examples. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(OWN);
        Example.all().forEach(example -> names.add(example.name()));
        return names;
    }

    /** The text of a configuration. */
    public static String text(String name) {
        String file = OWN.contains(name) ? name + ".tln" : "/examples/" + name + "/" + name + ".tln";
        try (InputStream in = OWN.contains(name) ? Drawings.class.getResourceAsStream(file) : Example.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new AssertionError("there is no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Topology topology(String name) {
        return parsed(name + ".tln", text(name));
    }

    public static Topology parsed(String file, String text) {
        synchronized (Language.LOADER) {
            return Language.LOADER.load(Path.of(file), text).model();
        }
    }

    public static Scene scene(String name) {
        return TopologyDiagram.of(topology(name), null);
    }

    public static Picture picture(String name) {
        return LayeredLayout.arrange(scene(name));
    }

    public static Picture picture(String name, LiveState live) {
        return LayeredLayout.arrange(TopologyDiagram.of(topology(name), live));
    }

    /** Everything runs, with so many exits and instructions. */
    public static LiveState busy(long exits, long instructions) {
        return name -> Optional.of(name.contains("/") ? Activity.of(State.RUNNING) : new Activity(State.RUNNING,
                OptionalLong.of(instructions), OptionalLong.of(exits), ""));
    }
}
