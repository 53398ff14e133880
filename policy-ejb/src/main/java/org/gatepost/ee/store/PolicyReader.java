package org.gatepost.ee.store;

import java.util.List;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Reads the rows of a policy version. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PolicyReader {

    @PersistenceContext(unitName = "gatepost")
    private EntityManager entities;

    public PolicyRows read(long version) {
        return new PolicyRows(version, rows(ListenerRow.class, version), rows(ChannelRow.class, version), rows(ScannerRow.class, version),
                rows(MappingTableRow.class, version), rows(DnsListRow.class, version), rows(SpfLocalRow.class, version),
                rows(SieveFilterRow.class, version), rows(GeneralTextRow.class, version), rows(RewriteRulesRow.class, version),
                rows(ScanRuleRow.class, version), rows(ThrottleTableRow.class, version), rows(ConversionRulesRow.class, version));
    }

    private <T> List<T> rows(Class<T> type, long version) {
        return entities.createQuery("SELECT r FROM " + type.getSimpleName() + " r WHERE r.versionId = :version ORDER BY r.name", type)
                .setParameter("version", version).getResultList();
    }
}
