package org.gatepost.ee.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Reads the rows of a policy version. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PolicyReader {

    /** Activations that are looked back at. */
    static final int DECIDED_MAX = 200;

    // The first version of all was activated by nobody.
    private static final String DECIDED = """
            SELECT d.id, d.seconds, c.name, c.keywords
              FROM (SELECT * FROM (SELECT id, version, CAST(extract(epoch FROM at) AS bigint) AS seconds FROM policy_activation ORDER BY id DESC LIMIT ?1) AS latest
                    UNION ALL SELECT 0, v.id, CAST(extract(epoch FROM v.created_at) AS bigint) FROM policy_version v
                     WHERE v.id = coalesce((SELECT replaced FROM policy_activation ORDER BY id LIMIT 1), (SELECT version_id FROM active_policy))
                       AND (SELECT count(*) FROM policy_activation) < ?1) AS d
              LEFT JOIN channel c ON c.version_id = d.version ORDER BY d.id DESC""";

    @PersistenceContext(unitName = "gatepost")
    private EntityManager entities;

    public PolicyRows read(long version) {
        return new PolicyRows(version, rows(ListenerRow.class, version), rows(ChannelRow.class, version), rows(ScannerRow.class, version),
                rows(MappingTableRow.class, version), rows(DnsListRow.class, version), rows(SpfLocalRow.class, version),
                rows(SieveFilterRow.class, version), rows(GeneralTextRow.class, version), rows(RewriteRulesRow.class, version),
                rows(ScanRuleRow.class, version), rows(ThrottleTableRow.class, version), rows(ConversionRulesRow.class, version));
    }

    /** The versions that have decided, the latest first, with their channels' keywords; at most {@value #DECIDED_MAX}. */
    public List<TrialSince.Decided> decided() {
        Map<Object, TrialSince.Decided> versions = new LinkedHashMap<>();
        for (Object row : entities.createNativeQuery(DECIDED).setParameter(1, DECIDED_MAX).getResultList()) {
            Object[] column = (Object[]) row;
            TrialSince.Decided version = versions.computeIfAbsent(column[0], id -> new TrialSince.Decided(Instant.ofEpochSecond(((Number) column[1]).longValue()), new HashMap<>()));
            if (column[2] != null) {
                version.keywords().put((String) column[2], (String) column[3]);
            }
        }
        return List.copyOf(versions.values());
    }

    private <T> List<T> rows(Class<T> type, long version) {
        return entities.createQuery("SELECT r FROM " + type.getSimpleName() + " r WHERE r.versionId = :version ORDER BY r.name", type)
                .setParameter("version", version).getResultList();
    }
}
