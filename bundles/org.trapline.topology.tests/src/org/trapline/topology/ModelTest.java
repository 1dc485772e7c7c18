// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EClassifier;
import org.eclipse.emf.ecore.EDataType;
import org.eclipse.emf.ecore.EEnum;
import org.eclipse.emf.ecore.ENamedElement;
import org.eclipse.emf.ecore.util.EcoreUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelTest {

    static List<ENamedElement> everythingDeclared() {
        return TopologyPackage.eINSTANCE.getEClassifiers().stream().flatMap(ModelTest::parts).toList();
    }

    @ParameterizedTest
    @MethodSource("everythingDeclared")
    void everyClassFeatureAndLiteralIsDocumentedAtRunTime(ENamedElement element) {
        String doc = EcoreUtil.getDocumentation(element);
        assertNotNull(doc, () -> element + " has no documentation");
        assertTrue(doc.endsWith("."), () -> "a sentence ends with a full stop: " + doc);
    }

    @Test
    void defaultsAreThoseOfTheModel() {
        Host host = TopologyFactory.eINSTANCE.createHost();
        assertEquals("rv64gc_zba_zbb_zbs", host.getIsa());
        assertEquals(1, host.getCores());
        assertEquals(ByteSize.of(java.math.BigDecimal.valueOf(128), "MiB"), host.getMemory());
        assertEquals(new VirtualTime(10_000, VirtualTime.Unit.INSTRUCTIONS), TopologyFactory.eINSTANCE.createScheduler().getQuantum());
        assertEquals(LifeCycle.DEFINED, host.getState());
    }

    @Test
    void everyConcreteClassCanBeCreated() {
        for (EClassifier classifier : TopologyPackage.eINSTANCE.getEClassifiers()) {
            if (classifier instanceof EClass c && !c.isAbstract()) {
                assertEquals(c, TopologyFactory.eINSTANCE.create(c).eClass());
            }
        }
    }

    @Test
    void dataTypesOfOurOwnReadWhatTheyWrite() {
        for (Object value : List.of(new ByteRange(1 << 20, 3 << 20), new ByteRange(0, 4096), new CpuRange(2, 2), new CpuRange(0, 3),
                new VirtualTime(500, VirtualTime.Unit.MICROSECONDS))) {
            EDataType type = (EDataType) TopologyPackage.eINSTANCE.getEClassifier(value.getClass().getSimpleName());
            assertEquals(value, TopologyFactory.eINSTANCE.createFromString(type, TopologyFactory.eINSTANCE.convertToString(type, value)));
        }
    }

    private static Stream<ENamedElement> parts(EClassifier classifier) {
        return Stream.concat(Stream.of(classifier), switch (classifier) {
            case EClass c -> c.getEStructuralFeatures().stream();
            case EEnum e -> e.getELiterals().stream();
            default -> Stream.<ENamedElement>empty();
        });
    }
}
