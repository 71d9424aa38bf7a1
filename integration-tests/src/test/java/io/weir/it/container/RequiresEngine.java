package io.weir.it.container;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves tests out, with the reason in the report, where no container engine answers and none is required. */
final class RequiresEngine implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Engine.isRequired()) {
            return ConditionEvaluationResult.enabled("an engine is required");
        }
        return Engine.answers()
                ? ConditionEvaluationResult.enabled("an engine answers")
                : ConditionEvaluationResult.disabled(Engine.MISSING + "; tests with containers left out");
    }
}
