package io.weir.schemas.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.schemas.registry.RegistryException.Category;
import io.weir.schemas.registry.internal.BoundedCache;
import io.weir.schemas.registry.internal.RestClient;
import io.weir.schemas.registry.internal.RestClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confluent's REST API, as Confluent's, Apicurio's ({@code /apis/ccompat/v7}), Karapace's and Redpanda's registries speak it.
 *
 * <p>Subjects that this client creates are set to FULL_TRANSITIVE; the level of a subject that exists is left to its owner.
 * Source: Confluent Schema Registry API reference, version 7.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final Logger log = LoggerFactory.getLogger(HttpSchemaRegistry.class);
    private static final int CACHE_MAX_ENTRIES = 1_000;
    /** A record with a made-up id costs one request in this time, not one each time it is read. */
    private static final long UNKNOWN_ID_NANOS = 10_000_000_000L;

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private final RestClient rest;
    private final BoundedCache<SubjectSchema, Integer> ids = new BoundedCache<>(CACHE_MAX_ENTRIES);
    private final BoundedCache<Integer, Schema> schemas = new BoundedCache<>(CACHE_MAX_ENTRIES);
    private final BoundedCache<Integer, Long> unknownIds = new BoundedCache<>(CACHE_MAX_ENTRIES);

    private record SubjectSchema(String subject, Schema schema) {}

    public HttpSchemaRegistry(RegistryConfig config) {
        this.rest = new RestClient(config);
    }

    /** Reads the settings of {@link RegistryConfig}. */
    public static HttpSchemaRegistry from(Map<String, ?> properties) {
        return new HttpSchemaRegistry(RegistryConfig.from(properties));
    }

    @Override
    public int register(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Optional<Integer> cached = ids.get(key);
        if (cached.isPresent()) {
            return cached.get();
        }
        Answer found = rest.send("POST", subjectPath(subject), schemaBody(schema));
        int id;
        if (found.status() == 200) {
            id = idOf(found);
        } else if (isNotFound(found)) {
            id = registerNew(subject, schema, found.errorCode() == SUBJECT_NOT_FOUND);
        } else {
            throw refused(found, "look up the schema of subject " + subject);
        }
        ids.put(key, id);
        return id;
    }

    @Override
    public int lookup(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Optional<Integer> cached = ids.get(key);
        if (cached.isPresent()) {
            return cached.get();
        }
        Answer answer = rest.send("POST", subjectPath(subject), schemaBody(schema));
        if (isNotFound(answer)) {
            throw new RegistryException(
                    Category.NOT_REGISTERED,
                    "this version of " + schema.getFullName() + " is not registered under subject " + subject + " at "
                            + answer.endpoint() + ". Register it, or set " + RegistryConfig.AUTO_REGISTER + "=true");
        }
        if (answer.status() != 200) {
            throw refused(answer, "look up the schema of subject " + subject);
        }
        ids.put(key, idOf(answer));
        return idOf(answer);
    }

    @Override
    public Schema byId(int id) {
        Optional<Schema> cached = schemas.get(id);
        if (cached.isPresent()) {
            return cached.get();
        }
        Optional<Long> missedAt = unknownIds.get(id);
        if (missedAt.isPresent() && System.nanoTime() - missedAt.get() < UNKNOWN_ID_NANOS) {
            throw unknownId(id);
        }
        Answer answer = rest.get("/schemas/ids/" + id);
        if (isNotFound(answer)) {
            unknownIds.put(id, System.nanoTime());
            throw unknownId(id);
        }
        if (answer.status() != 200) {
            throw refused(answer, "fetch schema " + id);
        }
        Schema schema = parse(id, answer);
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public void setCompatibility(String subject, CompatibilityLevel level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
        Answer answer = rest.send("PUT", "/config/" + encode(subject), body);
        if (answer.status() != 200) {
            throw refused(answer, "set the compatibility level of subject " + subject);
        }
    }

    private int registerNew(String subject, Schema schema, boolean newSubject) {
        Answer answer = rest.send("POST", subjectPath(subject) + "/versions", schemaBody(schema));
        if (answer.status() == 409) {
            // Another client may have registered the same schema in between; some registries call that a conflict.
            Answer again = rest.send("POST", subjectPath(subject), schemaBody(schema));
            if (again.status() == 200) {
                return idOf(again);
            }
            throw new RegistryException(
                    Category.INCOMPATIBLE_SCHEMA,
                    "the schema registry at " + answer.endpoint() + " finds the schema incompatible with subject "
                            + subject + ": " + answer.message()
                            + ". Use the version of Weir that registered it, or another registry");
        }
        if (answer.status() != 200) {
            throw refused(answer, "register the schema of subject " + subject);
        }
        int id = idOf(answer);
        log.atInfo().addKeyValue("subject", subject).addKeyValue("id", id).log("schema registered");
        if (newSubject) {
            restrict(subject);
        }
        return id;
    }

    /** The schema is registered either way; an operator can set the level later. */
    private void restrict(String subject) {
        try {
            setCompatibility(subject, CompatibilityLevel.FULL_TRANSITIVE);
        } catch (RegistryException | RegistryUnavailableException e) {
            log.atWarn()
                    .addKeyValue("subject", subject)
                    .addKeyValue("level", CompatibilityLevel.FULL_TRANSITIVE)
                    .addKeyValue("reason", e.getMessage())
                    .log("compatibility level not set");
        }
    }

    private RegistryException unknownId(int id) {
        return new RegistryException(
                Category.UNKNOWN_ID,
                "the schema registry at " + rest.endpoints() + " knows no schema with id " + id
                        + ". Was the record written with another registry?");
    }

    private static Schema parse(int id, Answer answer) {
        String type = answer.json().path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new RegistryException(Category.REFUSED, "schema " + id + " is of type " + type + ", not AVRO");
        }
        try {
            return new Schema.Parser().parse(answer.json().path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new RegistryException(
                    Category.REFUSED, "schema " + id + " of " + answer.endpoint() + " is not a valid Avro schema", e);
        }
    }

    private static int idOf(Answer answer) {
        if (!answer.json().path("id").isInt()) {
            throw new RegistryException(
                    Category.NOT_A_REGISTRY, "the answer of " + answer.endpoint() + " has no schema id");
        }
        return answer.json().path("id").asInt();
    }

    private static boolean isNotFound(Answer answer) {
        int code = answer.errorCode();
        return answer.status() == 404
                && (code == SUBJECT_NOT_FOUND || code == VERSION_NOT_FOUND || code == SCHEMA_NOT_FOUND);
    }

    private static RegistryException refused(Answer answer, String what) {
        if (answer.status() == 404) {
            return new RegistryException(
                    Category.NOT_A_REGISTRY,
                    "what answers at " + answer.endpoint() + " has no schema registry there (HTTP status 404). Check "
                            + RegistryConfig.URL + "; Apicurio's address ends in /apis/ccompat/v7");
        }
        return new RegistryException(
                Category.REFUSED,
                "the schema registry at " + answer.endpoint() + " refused to " + what + ": " + answer.message()
                        + " (error code " + answer.errorCode() + ")");
    }

    private static String subjectPath(String subject) {
        return "/subjects/" + encode(subject);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ObjectNode schemaBody(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }
}
