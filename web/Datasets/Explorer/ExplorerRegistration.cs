using LaionGrid.Web.Datasets.Explorer.Exports;
using LaionGrid.Web.Datasets.Explorer.Similar;
using LaionGrid.Web.Datasets.Explorer.Sql;
using LaionGrid.Web.Datasets.Releases;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Datasets.Explorer;

internal static class ExplorerRegistration
{
    public static IServiceCollection AddExplorer(this IServiceCollection services) =>
        services.AddCheckedOptions<ExplorerOptions>(ExplorerOptions.Section).AddSingleton<DataShelf>().AddSingleton<FindVector>().AddSingleton<RunSql>().AddSingleton<ExportTurns>()
            .AddSingleton<GonePictures>().AddSingleton<LeaveOutGone>()
            .AddSingleton<KeepExplorers>().AddHostedService(provider => provider.GetRequiredService<KeepExplorers>())
            .AddSingleton<TombstoneLoop>().AddHostedService(provider => provider.GetRequiredService<TombstoneLoop>());
}
