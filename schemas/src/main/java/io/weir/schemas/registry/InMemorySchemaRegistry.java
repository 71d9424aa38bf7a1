package io.weir.schemas.registry;

import io.weir.schemas.registry.RegistryException.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/** A registry within the process, for tests of topologies. Ids count from 1; equal schemas share one, as in a real registry. */
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Schema>> subjects = new HashMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        List<Schema> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (!versions.contains(schema)) {
            checkCompatible(subject, schema, versions);
            versions.add(schema);
        }
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public synchronized int lookup(String subject, Schema schema) {
        if (!subjects.getOrDefault(subject, List.of()).contains(schema)) {
            throw new RegistryException(
                    Category.NOT_REGISTERED, "schema " + schema.getFullName() + " is not registered under " + subject);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new RegistryException(Category.UNKNOWN_ID, "no schema has id " + id);
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized void setCompatibility(String subject, CompatibilityLevel level) {
        levels.put(subject, level);
    }

    private void checkCompatible(String subject, Schema schema, List<Schema> versions) {
        List<Schema> newestFirst = new ArrayList<>(versions);
        Collections.reverse(newestFirst);
        try {
            validator(levels.getOrDefault(subject, CompatibilityLevel.FULL_TRANSITIVE))
                    .validate(schema, newestFirst);
        } catch (SchemaValidationException e) {
            throw new RegistryException(
                    Category.INCOMPATIBLE_SCHEMA,
                    "schema is incompatible with an earlier one of subject " + subject + ": " + e.getMessage(),
                    e);
        }
    }

    private static SchemaValidator validator(CompatibilityLevel level) {
        SchemaValidatorBuilder builder = new SchemaValidatorBuilder();
        return switch (level) {
            case NONE -> (schema, existing) -> {};
            case BACKWARD -> builder.canReadStrategy().validateLatest();
            case BACKWARD_TRANSITIVE -> builder.canReadStrategy().validateAll();
            case FORWARD -> builder.canBeReadStrategy().validateLatest();
            case FORWARD_TRANSITIVE -> builder.canBeReadStrategy().validateAll();
            case FULL -> builder.mutualReadStrategy().validateLatest();
            case FULL_TRANSITIVE -> builder.mutualReadStrategy().validateAll();
        };
    }
}
