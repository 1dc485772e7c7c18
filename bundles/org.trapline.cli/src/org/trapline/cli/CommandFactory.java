// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import java.lang.reflect.Constructor;

import org.trapline.runtime.load.Preparation;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands; one whose constructor takes a {@link Terminal}, and maybe a {@link Preparation}, gets them. */
record CommandFactory(Terminal terminal, Preparation preparation) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            int count = constructor.getParameterCount();
            if (count > 0 && constructor.getParameterTypes()[0] == Terminal.class) {
                constructor.setAccessible(true);
                return type.cast(count == 1 ? constructor.newInstance(terminal) : constructor.newInstance(terminal, preparation));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
