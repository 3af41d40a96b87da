import { FileText, Folder, FolderOpen } from 'lucide-react'
import type { ExportPreview } from '@/lib/connections/present'
import { getTranslations } from '@/lib/i18n/get-translations'

const SHOWN = 4

/** The folders that Finish will make, with what will lie in each. */
export async function PreviewTree({ preview }: { preview: ExportPreview }) {
  const t = await getTranslations('wizard.preview')
  return (
    <section aria-labelledby="tree" className="rounded-xl border bg-surface p-4 shadow-card sm:p-6">
      <h2 id="tree" className="font-semibold">{t('tree')}</h2>
      <p className="mt-4 flex items-center gap-2 font-medium">
        <FolderOpen aria-hidden="true" className="size-4 shrink-0 text-accent" />
        {preview.rootPath.replace(/^\//, '')}
      </p>
      <ul className="mt-1 ml-2 border-l pl-4">
        {preview.accounts.map((account, index) => (
          <li key={account.folder}>
            <details open={index < 2} className="group py-1">
              <summary className="flex min-h-6 flex-wrap items-center gap-x-2 rounded">
                <Folder aria-hidden="true" className="size-4 shrink-0 text-accent" />
                <span className="min-w-0 font-medium">{account.folder}</span>
                <span className="text-muted tabular-nums">{t('folder', { count: account.receipts })}</span>
              </summary>
              <ul className="mt-1 ml-2 border-l pl-4">
                {account.periods.slice(0, SHOWN).map((period) => (
                  <li key={period.period} className="py-1">
                    <span className="flex flex-wrap items-center gap-x-2">
                      <Folder aria-hidden="true" className="size-4 shrink-0 text-muted" />
                      {period.period}
                      <span className="text-muted tabular-nums">{t('folder', { count: period.receipts })}</span>
                    </span>
                    {period.sample && (
                      <span className="mt-0.5 ml-6 flex gap-2 text-xs text-muted">
                        <FileText aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
                        {t('sample', { name: period.sample })}
                      </span>
                    )}
                  </li>
                ))}
                {account.periods.length > SHOWN && <li className="py-1 text-muted">{t('more', { count: account.periods.length - SHOWN })}</li>}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
