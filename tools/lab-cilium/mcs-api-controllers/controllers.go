// Package controllers stands in for the module of this name, which module proxies often do not serve. Cilium's
// Service code takes one constant from it.
package controllers

// DerivedServiceAnnotation marks a ServiceImport with the Service that was derived from it.
const DerivedServiceAnnotation = "multicluster.kubernetes.io/derived-service"
