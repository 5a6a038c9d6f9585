using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LaionGrid.Coordinator.Ledger;

internal sealed class LedgerTransactionTable : IEntityTypeConfiguration<LedgerTransaction>
{
    public void Configure(EntityTypeBuilder<LedgerTransaction> builder)
    {
        builder.ToTable("ledger_transactions").HasKey(transaction => transaction.Id);
        builder.HasIndex(transaction => transaction.Cause).IsUnique();
    }
}

internal sealed class PostingTable : IEntityTypeConfiguration<Posting>
{
    public void Configure(EntityTypeBuilder<Posting> builder)
    {
        builder.ToTable("postings").HasKey(posting => posting.Id);
        builder.HasIndex(posting => posting.TransactionId);
        builder.HasIndex(posting => new { posting.PostedAt, posting.AccountId });
        builder.HasOne<LedgerTransaction>().WithMany().HasForeignKey(posting => posting.TransactionId);
        builder.HasOne<Account>().WithMany().HasForeignKey(posting => posting.AccountId);
    }
}

internal sealed class LedgerBalanceTable : IEntityTypeConfiguration<LedgerBalance>
{
    public void Configure(EntityTypeBuilder<LedgerBalance> builder)
    {
        builder.ToTable("ledger_balances").HasKey(balance => new { balance.AccountId, balance.Book, balance.Holder });
        builder.HasIndex(balance => balance.AccountId, "IX_ledger_balances_pending").HasFilter("\"Book\" = 'Pending' AND \"AmountMflop\" > 0"); // boards show what is provisional
    }
}

internal static class LedgerTables
{
    extension(GridDb db)
    {
        public DbSet<LedgerTransaction> LedgerTransactions => db.Set<LedgerTransaction>();

        public DbSet<Posting> Postings => db.Set<Posting>();

        public DbSet<LedgerBalance> LedgerBalances => db.Set<LedgerBalance>();
    }
}
