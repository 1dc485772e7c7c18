// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolMapper.DocumentSymbolNameProvider;
import org.eclipse.xtext.resource.IResourceServiceProvider;
import org.junit.jupiter.api.Test;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.lang.topology.ide.symbols.SymbolNames;

/** Who answers for configurations. */
final class RegistrationTest {
    private static final IResourceServiceProvider.Registry REGISTRY = IResourceServiceProvider.Registry.INSTANCE;

    @Test
    void aLoaderThatIsMadeMeanwhileDoesNotTakeThePlaceOfTheEditorsServices() throws InterruptedException {
        final Thread drawing = Thread.ofPlatform().unstarted(TopologyLoader::new);
        synchronized (REGISTRY) {
            REGISTRY.getExtensionToFactoryMap().remove("tln");
            drawing.start();
            while (drawing.isAlive() && !waitsForRegistry(drawing)) {
                Thread.onSpinWait();
            }
            assertTrue(drawing.isAlive(), "a loader registers itself while another registration is under way");
            new TopologyIdeSetup().createInjectorAndDoEMFRegistration();
        }
        drawing.join();
        final IResourceServiceProvider answers = (IResourceServiceProvider) REGISTRY.getExtensionToFactoryMap().get("tln");
        assertEquals(SymbolNames.class, answers.get(DocumentSymbolNameProvider.class).getClass());
    }

    private static boolean waitsForRegistry(final Thread thread) {
        final ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
        final LockInfo lock = info == null ? null : info.getLockInfo();
        return lock != null && lock.getIdentityHashCode() == System.identityHashCode(REGISTRY);
    }
}
