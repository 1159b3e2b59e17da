// lab-cilium hosts controllers of Cilium's operator, unchanged, against a real API server.
//
// `crds` registers Cilium's CRDs and ends. `run` assigns addresses to Services, serves Ingresses and turns BGP objects
// into the nodes' configuration until it is told to stop. Both read what the operator of a cluster reads: --config-dir
// with a file for each key of the ConfigMap cilium-config, environment CILIUM_*, flags. It elects no leader, serves
// neither health nor metrics, and leaves out what needs a kvstore, a cloud or the Gateway API.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/cilium/hive/cell"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	operatork8s "github.com/cilium/cilium/operator/k8s"
	operatoroption "github.com/cilium/cilium/operator/option"
	"github.com/cilium/cilium/operator/pkg/bgp"
	"github.com/cilium/cilium/operator/pkg/ciliumenvoyconfig"
	"github.com/cilium/cilium/operator/pkg/ciliumpod"
	operatorclient "github.com/cilium/cilium/operator/pkg/client"
	controllerruntime "github.com/cilium/cilium/operator/pkg/controller-runtime"
	"github.com/cilium/cilium/operator/pkg/ingress"
	"github.com/cilium/cilium/operator/pkg/lbipam"
	"github.com/cilium/cilium/operator/pkg/nodeipam"
	"github.com/cilium/cilium/operator/pkg/secretsync"
	"github.com/cilium/cilium/pkg/defaults"
	"github.com/cilium/cilium/pkg/hive"
	"github.com/cilium/cilium/pkg/k8s"
	"github.com/cilium/cilium/pkg/k8s/apis"
	"github.com/cilium/cilium/pkg/k8s/client"
	"github.com/cilium/cilium/pkg/logging"
	"github.com/cilium/cilium/pkg/option"
)

const name = "lab-cilium"

// clientRate is the operator's own: the ConfigMap's k8s-client-qps is the agent's. Left to the client's default,
// 200 Services take nearly 20 seconds.
type clientRate struct {
	OperatorK8sClientQPS   float32
	OperatorK8sClientBurst int
}

func (def clientRate) Flags(flags *pflag.FlagSet) {
	flags.Float32("operator-k8s-client-qps", def.OperatorK8sClientQPS, "Requests a second to the API server")
	flags.Int("operator-k8s-client-burst", def.OperatorK8sClientBurst, "Requests to the API server at once")
}

func access() cell.Cell {
	return cell.Group(
		operatorclient.Cell,
		cell.Config(clientRate{OperatorK8sClientQPS: 100, OperatorK8sClientBurst: 200}),
		cell.Provide(func(rate clientRate) client.ClientParams {
			return client.ClientParams{
				K8sClientQPS:   rate.OperatorK8sClientQPS,
				K8sClientBurst: rate.OperatorK8sClientBurst,
			}
		}),
	)
}

// controllers are the operator's own, as operator/cmd/root.go lists them; controllerruntime binds no port.
func controllers() cell.Cell {
	return cell.Group(
		cell.Provide(
			func() *option.DaemonConfig { return option.Config },
			func() *operatoroption.OperatorConfig { return operatoroption.Config },
			k8s.ServiceResource,
		),
		operatork8s.ResourcesCell,
		bgp.Cell,
		lbipam.Cell,
		nodeipam.Cell,
		controllerruntime.Cell,
		ciliumpod.Cell,
		ingress.Cell,
		secretsync.Cell,
		ciliumenvoyconfig.Cell,
	)
}

// globalFlags are the keys that no cell declares but DaemonConfig and OperatorConfig hold. Defaults are the operator's,
// of operator/cmd/flags.go: the set of CRDs hangs on them. The second group has no flag in the operator, which knows
// those from --config-dir alone; with zero for default they mean the same.
func globalFlags(flags *pflag.FlagSet) {
	flags.String(option.ConfigDir, "", "Folder with a file for each key of cilium-config")
	flags.Bool(option.DebugArg, false, "Log at level debug")
	flags.Bool(option.EnableIPv4Name, defaults.EnableIPv4, "Assign IPv4 addresses")
	flags.Bool(option.EnableIPv6Name, defaults.EnableIPv6, "Assign IPv6 addresses")
	flags.String(option.K8sNamespaceName, "", "Namespace of Cilium")
	flags.String(option.KubeProxyReplacement, "false", "Cilium replaces kube-proxy: the ingress controller insists on it")
	flags.Bool(option.EnableCiliumNodeCRDName, defaults.EnableCiliumNodeCRD, "Register CiliumNode")
	flags.Bool(option.EnableCiliumNetworkPolicy, defaults.EnableCiliumNetworkPolicy, "Register CiliumNetworkPolicy")
	flags.Bool(option.EnableCiliumClusterwideNetworkPolicy, defaults.EnableCiliumClusterwideNetworkPolicy,
		"Register CiliumClusterwideNetworkPolicy")

	flags.Bool(option.EnableBGPControlPlane, false, "Serve BGP objects")
	flags.Bool(option.EnableBGPControlPlaneStatusReport, false, "Set conditions on BGP objects")
	flags.String(option.BGPSecretsNamespace, "", "Namespace of the peers' passwords")
	flags.Bool(option.EnableL2Announcements, false, "Assign addresses to Services of class l2-announcer")
}

// command makes a subcommand around a hive of its own; start has the hive do its work.
func command(use, short string, start func(*hive.Hive) error, cells ...cell.Cell) *cobra.Command {
	h := hive.New(cells...)
	vp := h.Viper()
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs}
	h.RegisterFlags(cmd.Flags())
	globalFlags(cmd.Flags())
	vp.Set(option.K8sEnableAPIDiscovery, true) // as the operator does

	cmd.RunE = func(*cobra.Command, []string) error {
		option.InitConfig(logging.DefaultSlogLogger, cmd, name, name, vp)()

		// Without one Cilium's own code skips the CRDs and calls that success.
		if vp.GetString(option.K8sKubeConfigPath) == "" {
			return errors.New("--" + option.K8sKubeConfigPath + " is missing")
		}

		// The operator logs to stdout; what the ConfigMap says of logs is not for the lab.
		plain := logging.LogOptions{logging.WriterOpt: logging.StdErrOpt}
		if err := logging.SetupLogging(nil, plain, name, vp.GetBool(option.DebugArg)); err != nil {
			return err
		}

		option.Config.Populate(logging.DefaultSlogLogger, vp)
		option.Config.PopulateEnableCiliumNodeCRD(logging.DefaultSlogLogger, vp)
		operatoroption.Config.Populate(logging.DefaultSlogLogger, vp)

		return start(h)
	}

	cmd.Flags().VisitAll(func(flag *pflag.Flag) { option.BindEnv(vp, flag.Name) })

	if err := vp.BindPFlags(cmd.Flags()); err != nil {
		panic(err)
	}

	return cmd
}

// once starts a hive, whose start hooks are all its work, and stops it.
func once(h *hive.Hive) error {
	ctx := context.Background()
	if err := h.Start(logging.DefaultSlogLogger, ctx); err != nil {
		return err
	}

	return h.Stop(logging.DefaultSlogLogger, ctx)
}

// forever runs a hive until SIGTERM or SIGINT.
func forever(h *hive.Hive) error {
	return h.Run(logging.DefaultSlogLogger)
}

func main() {
	root := &cobra.Command{Use: name, SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(
		command("crds", "Register Cilium's CRDs, then end", once, access(), apis.RegisterCRDsCell),
		command("run", "Run the controllers until SIGTERM", forever, access(), controllers()),
	)

	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
