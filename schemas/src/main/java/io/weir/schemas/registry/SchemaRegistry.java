package io.weir.schemas.registry;

import org.apache.avro.Schema;

/** Schemas by subject and by id. Implementations are thread-safe and cache what they learn. */
public interface SchemaRegistry {

    /**
     * The id of the schema under the subject; registers it if it is not there yet.
     *
     * @throws RegistryUnavailableException if no registry answers; trying again later may help
     * @throws RegistryException if the registry answers, and the answer is no
     */
    int register(String subject, Schema schema);

    /**
     * The id of a schema that somebody registered under the subject before.
     *
     * @throws RegistryUnavailableException if no registry answers; trying again later may help
     * @throws RegistryException if the schema is not registered there, or the registry refuses
     */
    int lookup(String subject, Schema schema);

    /**
     * The schema with the id.
     *
     * @throws RegistryUnavailableException if no registry answers; trying again later may help
     * @throws RegistryException if the id is unknown, or the registry refuses
     */
    Schema byId(int id);

    /**
     * Sets which changes the registry accepts under the subject.
     *
     * @throws RegistryUnavailableException if no registry answers; trying again later may help
     * @throws RegistryException if the registry refuses
     */
    void setCompatibility(String subject, CompatibilityLevel level);
}
