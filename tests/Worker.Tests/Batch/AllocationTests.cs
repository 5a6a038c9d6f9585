using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Worker.Batch;

namespace LaionGrid.Worker.Tests.Batch;

public sealed class AllocationTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("0", "0"), InlineData("0,1", "0,1"), InlineData("0-3", "0,1,2,3"), InlineData("0-1,4", "0,1,4"), InlineData("2,2", "2"), InlineData(" 1 , 3 ", "1,3")]
    [InlineData("GPU-8932f937-d72c,GPU-46b12222-9d2a", "GPU-8932f937-d72c,GPU-46b12222-9d2a"), InlineData("MIG-GPU-8932f937-d72c/1/0", "MIG-GPU-8932f937-d72c/1/0")]
    [InlineData("NoDevFiles", ""), InlineData("", ""), InlineData(null, ""), InlineData("-1", ""), InlineData(",", ""), InlineData("3-1", "3-1"), InlineData("0-4294967295", "0-4294967295")]
    public void GpusOf_AList_NamesEachCardOnce(string? list, string expected) => Assert.Equal(expected, string.Join(',', Allocation.GpusOf(list)));

    [Fact]
    public void GpusOf_AnyText_NeverThrowsAndIsBounded() =>
        Prop.ForAll<string>(text => Allocation.GpusOf(text) is { Count: <= 64 } gpus && gpus.Distinct().Count() == gpus.Count).QuickCheckThrowOnFailure();

    [Fact]
    public void GpusOf_WhatItNames_NamesTheSame() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 63)).ToArbitrary(), cards => Allocation.GpusOf(string.Join(',', cards)) is var gpus && Allocation.GpusOf(string.Join(',', gpus)).SequenceEqual(gpus)).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_InAStep_GoesByWhatCudaSees() =>
        Assert.Equal(["0", "1"], Read(("SLURM_JOB_ID", "7"), ("CUDA_VISIBLE_DEVICES", "0,1"), ("SLURM_STEP_GPUS", "2,3"), ("SLURM_JOB_GPUS", "0,1,2,3")).Gpus);

    [Fact]
    public void Read_WhenOnlyTheStepIsTold_GoesByIt() => Assert.Equal(["2"], Read(("SLURM_JOB_ID", "7"), ("SLURM_STEP_GPUS", "2"), ("SLURM_JOB_GPUS", "0-3")).Gpus);

    [Fact]
    public void Read_InAJobWithoutCards_HasProcessorsOfTheTaskBeforeThoseOfTheNode()
    {
        var allocation = Read(("SLURM_JOB_ID", "7"), ("CUDA_VISIBLE_DEVICES", "NoDevFiles"), ("SLURM_CPUS_PER_TASK", "4"), ("SLURM_CPUS_ON_NODE", "64"));

        Assert.Equal(("7", 0, 4), (allocation.JobId, allocation.Gpus.Count, allocation.Cpus));
        Assert.Equal(64, Read(("SLURM_JOB_ID", "7"), ("SLURM_CPUS_ON_NODE", "64")).Cpus);
        Assert.Null(Read(("SLURM_JOB_ID", "7"), ("SLURM_CPUS_ON_NODE", "many")).Cpus);
    }

    [Fact]
    public void Read_InAnArray_NamesTheTaskAndNotTheArray()
    {
        Assert.Equal("17_2", Read(("SLURM_JOB_ID", "17"), ("SLURM_ARRAY_JOB_ID", "17"), ("SLURM_ARRAY_TASK_ID", "2")).JobId);
        Assert.Equal("17", Read(("SLURM_JOB_ID", "17")).JobId);
    }

    [Fact]
    public void Read_OutsideAJob_HasNoEndAndNoLimit()
    {
        var allocation = Read(("SLURM_CPUS_ON_NODE", "4"), ("SLURM_JOB_END_TIME", "1796000000"));

        Assert.Equal((null, null), (allocation.Cpus, allocation.End));
    }

    [Theory]
    [InlineData("1796000000", 1796000000L), InlineData("0", null), InlineData("-5", null), InlineData("soon", null), InlineData("99999999999999999999", null), InlineData("999999999999999", null), InlineData(null, null)]
    public void OfSeconds_ReadsWhatNewerSlurmsSay(string? text, long? expected) => Assert.Equal(expected, JobEnd.OfSeconds(text)?.ToUnixTimeSeconds());

    [Theory]
    [InlineData("2026-11-29T20:30:00\n", "2026-11-29T19:30:00Z"), InlineData("2026-07-01T00:00:00", "2026-06-30T22:00:00Z"), InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
    public void OfText_ReadsWhatSqueuePrintsByTheClustersClock(string text, string expected) => Assert.Equal(expected, $"{JobEnd.OfText(text, Berlin)?.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    [Theory]
    [InlineData("N/A"), InlineData("NONE"), InlineData(""), InlineData("2026-11-29"), InlineData("2026-13-29T20:30:00"), InlineData("slurm_load_jobs error: Invalid job id specified")]
    public void OfText_OfWhatIsNoTime_IsNull(string text) => Assert.Null(JobEnd.OfText(text, Berlin));

    private static Allocation Read(params (string Name, string Value)[] variables) => Allocation.Read(name => variables.FirstOrDefault(one => one.Name == name).Value);
}
