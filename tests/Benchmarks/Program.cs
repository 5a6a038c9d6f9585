using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using LaionGrid.Benchmarks;

if (args is ["full-size", .. var rest])
    return await new FullSizeCommand().Build().Parse(rest).InvokeAsync();
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, DefaultConfig.Instance.WithArtifactsPath("artifacts/benchmarks"));
return 0;
