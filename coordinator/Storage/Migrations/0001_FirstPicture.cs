using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LaionGrid.Coordinator.Storage.Migrations;

/// <summary>Accounts, workers, requests, jobs, attempts and the ledger. Column types are left to each database.</summary>
[DbContext(typeof(GridDb))]
[Migration("0001_FirstPicture")]
internal sealed class FirstPicture : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        AddAccounts(migrationBuilder);
        AddWorkers(migrationBuilder);
        AddRequests(migrationBuilder);
        AddJobs(migrationBuilder);
        AddAttempts(migrationBuilder);
        AddLedger(migrationBuilder);
    }

    private static void AddAccounts(MigrationBuilder migration)
    {
        migration.CreateTable("accounts", table => new
        {
            Id = table.Column<Guid>(),
            Name = table.Column<string>(),
            NameKey = table.Column<string>(),
            CreatedAt = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_accounts", row => row.Id));
        migration.CreateIndex("IX_accounts_NameKey", "accounts", "NameKey", unique: true);
        migration.CreateTable("api_keys", table => new
        {
            Hash = table.Column<string>(),
            Prefix = table.Column<string>(),
            AccountId = table.Column<Guid>(),
            Role = table.Column<string>(),
            Holder = table.Column<Guid>(nullable: true),
            CreatedAt = table.Column<long>(),
            RevokedAt = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_api_keys", row => row.Hash);
            table.ForeignKey("FK_api_keys_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_api_keys_AccountId_Prefix", "api_keys", ["AccountId", "Prefix"]);
    }

    private static void AddWorkers(MigrationBuilder migration)
    {
        migration.CreateTable("workers", table => new
        {
            Id = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            Name = table.Column<string>(),
            Role = table.Column<string>(),
            EnrollHash = table.Column<string>(),
            DeviceName = table.Column<string>(),
            Provider = table.Column<string>(),
            MemoryMiB = table.Column<long>(),
            Version = table.Column<string>(),
            Platform = table.Column<string>(),
            CreatedAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_workers", row => row.Id);
            table.ForeignKey("FK_workers_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_workers_EnrollHash", "workers", "EnrollHash", unique: true);
        migration.CreateIndex("IX_workers_AccountId", "workers", "AccountId");
    }

    private static void AddRequests(MigrationBuilder migration)
    {
        migration.CreateTable("requests", table => new
        {
            Id = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            RequestKey = table.Column<string>(),
            Prompt = table.Column<string>(),
            NegativePrompt = table.Column<string>(),
            BundleId = table.Column<string>(),
            Width = table.Column<int>(),
            Height = table.Column<int>(),
            Steps = table.Column<int>(),
            Guidance = table.Column<float>(),
            Sampler = table.Column<string>(),
            CreatedAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_requests", row => row.Id);
            table.ForeignKey("FK_requests_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_requests_AccountId_RequestKey", "requests", ["AccountId", "RequestKey"], unique: true);
    }

    private static void AddJobs(MigrationBuilder migration)
    {
        migration.CreateTable("jobs", table => new
        {
            Id = table.Column<Guid>(),
            RequestId = table.Column<Guid>(),
            Index = table.Column<int>(),
            Seed = table.Column<long>(),
            State = table.Column<string>(),
            Audit = table.Column<string>(),
            Fence = table.Column<long>(),
            AttemptId = table.Column<Guid>(nullable: true),
            Failures = table.Column<int>(),
            AuditFailures = table.Column<int>(),
            CostMflop = table.Column<long>(),
            QueuedAt = table.Column<long>(),
            FailureCode = table.Column<string>(),
            Failure = table.Column<string>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_jobs", row => row.Id);
            table.ForeignKey("FK_jobs_requests_RequestId", row => row.RequestId, "requests", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_jobs_RequestId_Index", "jobs", ["RequestId", "Index"], unique: true);
        migration.CreateIndex("IX_jobs_State_Audit_QueuedAt", "jobs", ["State", "Audit", "QueuedAt"]);
    }

    private static void AddAttempts(MigrationBuilder migration)
    {
        migration.CreateTable("attempts", table => new
        {
            Id = table.Column<Guid>(),
            JobId = table.Column<Guid>(),
            Purpose = table.Column<string>(),
            WorkerId = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            Fence = table.Column<long>(),
            State = table.Column<string>(),
            LeaseUntil = table.Column<long>(),
            StartedAt = table.Column<long>(),
            EndedAt = table.Column<long>(nullable: true),
            UploadedSha256 = table.Column<string>(),
            PictureSha256 = table.Column<string>(),
            PictureBytes = table.Column<long>(),
            EngineVersion = table.Column<string>(),
            Commitment = table.Column<byte[]>(),
            FailureCode = table.Column<string>(),
            Verdict = table.Column<string>(),
            VerdictAt = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_attempts", row => row.Id);
            table.ForeignKey("FK_attempts_jobs_JobId", row => row.JobId, "jobs", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_attempts_workers_WorkerId", row => row.WorkerId, "workers", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_attempts_JobId_Fence", "attempts", ["JobId", "Fence"], unique: true);
        migration.CreateIndex("IX_attempts_State_LeaseUntil", "attempts", ["State", "LeaseUntil"]);
        migration.CreateIndex("IX_attempts_WorkerId_State", "attempts", ["WorkerId", "State"]);
        migration.CreateIndex("IX_attempts_AccountId_Verdict", "attempts", ["AccountId", "Verdict"]);
    }

    private static void AddLedger(MigrationBuilder migration)
    {
        migration.CreateTable("ledger_transactions", table => new
        {
            Id = table.Column<Guid>(),
            Cause = table.Column<string>(),
            PostedAt = table.Column<long>(),
        }, constraints: table => table.PrimaryKey("PK_ledger_transactions", row => row.Id));
        migration.CreateIndex("IX_ledger_transactions_Cause", "ledger_transactions", "Cause", unique: true);
        migration.CreateTable("postings", table => new
        {
            Id = table.Column<Guid>(),
            TransactionId = table.Column<Guid>(),
            AccountId = table.Column<Guid>(),
            AmountMflop = table.Column<long>(),
            PostedAt = table.Column<long>(),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_postings", row => row.Id);
            table.ForeignKey("FK_postings_ledger_transactions_TransactionId", row => row.TransactionId, "ledger_transactions", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_postings_accounts_AccountId", row => row.AccountId, "accounts", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_postings_TransactionId", "postings", "TransactionId");
        migration.CreateIndex("IX_postings_AccountId", "postings", "AccountId");
        migration.CreateIndex("IX_postings_PostedAt_AccountId", "postings", ["PostedAt", "AccountId"]);
    }
}
