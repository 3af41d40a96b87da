import NotFound from './(app)/not-found'

/** Shown with status 404 for an address that leads nowhere, outside any frame. */
export default function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  )
}
