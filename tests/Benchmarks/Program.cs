using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using LaionGrid.Benchmarks;
using LaionGrid.Benchmarks.Adversaries;
using LaionGrid.Benchmarks.Boards;
using LaionGrid.Benchmarks.Explorer;
using LaionGrid.Benchmarks.Guest;
using LaionGrid.Benchmarks.Load;
using LaionGrid.Benchmarks.Pages;
using LaionGrid.Benchmarks.Releases;
using LaionGrid.Benchmarks.Simulation;
using LaionGrid.Benchmarks.Streams;

if (args is ["full-size", .. var rest])
    return await new FullSizeCommand().Build().Parse(rest).InvokeAsync();
if (args is ["load", .. var load])
    return await new LoadCommand().Build().Parse(load).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // to end what it started
if (args is ["simulate", .. var simulated])
    return await new SimulateCommand().Build().Parse(simulated).InvokeAsync();
if (args is ["boards", .. var boards])
    return await new BoardsCommand().Build().Parse(boards).InvokeAsync();
if (args is ["adversaries", .. var adversaries])
    return await new AdversariesCommand().Build().Parse(adversaries).InvokeAsync();
if (args is ["bradley-terry", .. var compared])
    return await new BradleyTerryCommand().Build().Parse(compared).InvokeAsync();
if (args is ["audit", .. var audited])
    return await new LaionGrid.Benchmarks.Audit.AuditLogCommand().Build().Parse(audited).InvokeAsync();
if (args is ["download", .. var downloaded])
    return await new DownloadCommand().Build().Parse(downloaded).InvokeAsync();
if (args is ["guest", .. var guest])
    return await new GuestCommand().Build().Parse(guest).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // to end what it started
if (args is ["explorer", .. var explored])
    return await new ExplorerCommand().Build().Parse(explored).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // to end what it started
if (args is ["streams", .. var streams])
    return await new StreamsCommand().Build().Parse(streams).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // to end what it started
if (args is ["release", .. var released])
    return await new ReleaseCommand().Build().Parse(released).InvokeAsync();
if (args is ["pages", .. var pages])
    return await new PagesCommand().Build().Parse(pages).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // to end what it started
if (args is ["paint", .. var paint])
    return await new PaintCommand().Build().Parse(paint).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // to end what it started
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, DefaultConfig.Instance.WithArtifactsPath("artifacts/benchmarks"));
return 0;
