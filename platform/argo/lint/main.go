// lint FILE...: what `argo lint --offline --strict` asks of workflow templates, by Argo's own validation, without a cluster.
package main

import (
	"fmt"
	"os"

	wfv1 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v3/workflow/validate"
	"sigs.k8s.io/yaml"
)

func main() {
	failed := false
	for _, file := range os.Args[1:] {
		if err := lint(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
	fmt.Println("no linting errors found")
}

func lint(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var template wfv1.WorkflowTemplate
	if err := yaml.UnmarshalStrict(text, &template); err != nil {
		return err
	}
	return validate.ValidateWorkflowTemplate(nil, nil, &template, nil, validate.ValidateOpts{Lint: true})
}
