using Azure.Data.Tables;

namespace Onboarding.Azure.Tables;

/// <summary>OData filters with their values escaped.</summary>
internal static class Filter
{
    /// <summary>Row keys from <paramref name="low"/> (included) to <paramref name="high"/> (not included).</summary>
    public static string Range(string partition, string low, string high) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {low} and RowKey lt {high}");

    public static string And(string filter, FormattableString more) =>
        $"{filter} and {TableClient.CreateQueryFilter(more)}";
}
