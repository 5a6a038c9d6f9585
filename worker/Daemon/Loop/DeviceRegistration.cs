using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Cards;

namespace LaionGrid.Worker.Loop;

/// <summary>Adds the devices of this machine that the worker uses, and to each scope the one it is for.</summary>
internal static class DeviceRegistration
{
    public static IServiceCollection AddDevices(this IServiceCollection services, WorkerSettings settings)
    {
        services.AddSingleton(provider => DevicePlan.Make(settings.Devices, CardsOf(provider.GetRequiredService<INvidiaDriver>()), Environment.ProcessorCount));
        services.AddSingleton<IReadOnlyList<DeviceSlot>>(provider => [.. provider.GetRequiredService<IReadOnlyList<PlannedDevice>>().Select(device => device.Slot)]);
        services.AddSingleton(provider => new MachineIdentity(provider.GetRequiredService<DataFolder>().Path)).AddScoped<DeviceScope>().AddScoped(provider => provider.GetRequiredService<DeviceScope>().Device);
        return services.AddScoped(provider => GateOf(provider)).AddScoped(provider => provider.GetRequiredService<Gate>().Activity).AddScoped(provider => FolderOf(provider)).AddScoped(provider => new IdentityFile(provider.GetRequiredService<DeviceFolder>().Path));
    }

    private static IReadOnlyList<CardState?> CardsOf(INvidiaDriver driver) =>
        VisibleCards.Of([.. driver.Read().Select(card => card.State)], Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));

    private static Gate GateOf(IServiceProvider provider)
    {
        var label = provider.GetRequiredService<PlannedDevice>().Slot.Label;
        return provider.GetRequiredService<Gates>().Find(label) ?? throw new InvalidOperationException($"{label} has no gate.");
    }

    private static DeviceFolder FolderOf(IServiceProvider provider)
    {
        var (folder, devices, mine) = (provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<IReadOnlyList<PlannedDevice>>(), provider.GetRequiredService<PlannedDevice>());
        return new(devices[0] == mine ? folder.Path : folder.Below("devices", mine.Slot.FileName));
    }
}
